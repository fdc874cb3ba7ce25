//! `halo shop`, `halo challenges`, `halo collection` and `halo spartan`.

use std::fs;

use halo_infinite_sandbox::{Answer, Sandbox};
use serde_json::json;

use crate::support::Halo;

/// The texts of times, which follow the clock here.
fn without_times(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.split_inclusive([' ', '\t', '"', ',']);
        let timeless: String = words
            .map(|word| match word.starts_with("20") && word.contains('-') {
                true => word
                    .chars()
                    .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
                    .collect(),
                false => word.to_owned(),
            })
            .collect();
        out += &timeless;
        out.push('\n');
    }
    out
}

#[test]
fn the_shop_has_names_prices_and_currencies() {
    let halo = Halo::in_sandbox();
    let offered = halo.run("shop --json all").json();
    let offered = offered.as_array().unwrap();
    let fields: Vec<_> = offered[0].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        [
            "offering_id",
            "store",
            "name",
            "description",
            "kind",
            "rarity",
            "price",
            "currency",
            "until",
            "items"
        ]
    );
    for store in ["shop", "Exchange"] {
        let offering = offered
            .iter()
            .find(|offering| offering["store"] == store)
            .unwrap();
        assert!(offering["price"].as_i64() > Some(0), "{offering}");
        assert!(
            !offering["currency"].as_str().unwrap().contains('/'),
            "{offering}"
        );
        assert!(!offering["name"].as_str().unwrap().contains('/'), "{offering}");
    }
    let narrow = halo.in_terminal(40, "shop --color never --quiet");
    assert!(
        narrow.contains("price") && narrow.lines().all(|line| line.chars().count() <= 40),
        "{narrow}"
    );
    let wide = halo.in_terminal(160, "shop --color never --quiet");
    assert!(wide.contains("rarity") && wide.contains("until"), "{wide}");
    let pipe = halo.run("shop").success();
    assert_eq!(pipe.lines().count(), offered.len());
}

#[test]
fn the_pictures_of_the_shop_have_the_names_of_offerings() {
    let halo = Halo::in_sandbox();
    let folder = halo.home().join("shop");
    halo.run(&format!("shop --pictures {}", folder.display()))
        .success();
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(file.extension().unwrap(), "png");
        assert!(fs::read(file).unwrap().starts_with(b"\x89PNG"));
    }
}

#[test]
fn challenges_have_titles_progress_and_rewards() {
    let halo = Halo::in_sandbox();
    let tasks = halo.run("challenges --json all").json();
    let tasks = tasks.as_array().unwrap();
    assert!(!tasks.is_empty());
    for task in tasks {
        assert!(!task["title"].as_str().unwrap().contains('/'), "{task}");
        assert!(task["goal"].as_i64() > Some(0), "{task}");
        assert!(
            task["xp"].as_i64() > Some(0) || !task["items"].as_array().unwrap().is_empty(),
            "{task}"
        );
    }
    let states: Vec<_> = tasks.iter().map(|task| task["state"].as_str().unwrap()).collect();
    assert!(states.contains(&"active"), "{states:?}");
    for width in [160, 80, 40] {
        let table = halo.in_terminal(width, "challenges --color never --quiet");
        assert!(
            table.contains("progress") && table.lines().all(|line| line.chars().count() <= width.into()),
            "{table}"
        );
        assert!(table.contains(" of "), "{table}");
    }
    let piped = halo.run("challenges").success();
    assert_eq!(piped.lines().count(), tasks.len());
    let cells: Vec<_> = piped.lines().next().unwrap().split('\t').collect();
    assert_eq!(cells[1], tasks[0]["progress"].to_string());
    assert_eq!(cells[2], tasks[0]["goal"].to_string());
}

#[test]
fn a_number_of_items_needs_a_list() {
    let halo = Halo::in_sandbox();
    let words = halo.run("collection -n 3").failure(2);
    assert!(words.contains("--kind") && words.contains("--missing"), "{words}");
    for list in ["--missing", "--kind armorhelmet"] {
        let listed = halo.run(&format!("collection {list} -n 2 --quiet")).success();
        assert_eq!(listed.lines().count(), 2, "{list}: {listed}");
    }
}

#[test]
fn the_collection_by_kind() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("the collection in a pipe", halo.run("collection").success());
    for width in [80, 40] {
        insta::assert_snapshot!(
            format!("the collection in a terminal of {width} columns"),
            halo.in_terminal(width, "collection --quiet")
        );
    }
    insta::assert_snapshot!(
        "a kind of the collection as JSON",
        halo.run("collection --json all").json()[0]
    );
}

#[test]
fn owned_and_missing_items_of_a_kind() {
    let halo = Halo::in_sandbox();
    let kinds = halo.run("collection --json all").json();
    let shares = kinds.as_array().unwrap().iter();
    let shares: Vec<f64> = shares.filter_map(|kind| kind["share"].as_f64()).collect();
    assert!(shares.iter().any(|share| *share > 1.0), "{shares:?}");
    let kind = kinds
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["kind"] == "armor helmet")
        .unwrap();
    let listed = |arguments: &[&str]| {
        let base = [
            "collection",
            "--kind",
            "Armor Helmet",
            "-n",
            "999",
            "--json",
            "all",
        ];
        halo.run_with(base.iter().chain(arguments))
            .json()
            .as_array()
            .unwrap()
            .clone()
    };
    let (owned, missing) = (listed(&[]), listed(&["--missing"]));
    assert_eq!(owned.len(), kind["owned"].as_u64().unwrap() as usize);
    assert_eq!(
        owned.len() + missing.len(),
        kind["listed"].as_u64().unwrap() as usize
    );
    for (item, is_owned) in owned
        .iter()
        .map(|item| (item, true))
        .chain(missing.iter().map(|item| (item, false)))
    {
        assert_eq!(item["owned"], is_owned);
        assert_eq!(item["kind"], "armor helmet");
        assert!(!item["name"].as_str().unwrap().contains('/'), "{item}");
    }
    insta::assert_snapshot!(
        "missing items in a terminal of 80 columns",
        halo.in_terminal(80, "collection --missing -n 3 --quiet")
    );
    let words = halo.run_with(["collection", "--kind", "zzz"]).failure(1);
    assert!(
        words.contains("no item kind `zzz`: choose ") && words.contains("armor helmet"),
        "{words}"
    );
    for kind in ["ArmorHelmet", "armor-helmet", "helmet armor"] {
        let items = halo
            .run_with(["collection", "--json", "kind", "--kind", kind])
            .json();
        assert_eq!(items[0]["kind"], "armor helmet", "{kind}");
    }
}

#[test]
fn a_spartan_id() {
    let halo = Halo::in_sandbox();
    insta::assert_snapshot!("spartan in a pipe", halo.run("spartan").success());
    for width in [80, 40] {
        insta::assert_snapshot!(
            format!("spartan in a terminal of {width} columns"),
            halo.in_terminal(width, "spartan me --quiet")
        );
    }
    insta::assert_snapshot!("spartan as JSON", halo.run("spartan --json all").success());
    let words = halo.run("spartan --playlist ranket").failure(1);
    assert!(words.contains("Ranked Arena"), "{words}");
    let sandbox = Sandbox::start().unwrap();
    let words = Halo::at(&sandbox)
        .run_with(["spartan", "Nobody At All"])
        .failure(1);
    assert!(words.contains("Nobody At All"), "{words}");
}

#[test]
fn the_pictures_and_the_card_of_a_spartan_id() {
    let halo = Halo::in_sandbox();
    let (folder, card) = (halo.home().join("pictures"), halo.home().join("card.png"));
    halo.run(&format!(
        "spartan --pictures {} --card {}",
        folder.display(),
        card.display()
    ))
    .success();
    for name in ["emblem", "nameplate", "backdrop", "career-rank", "csr"] {
        let picture = fs::read(folder.join(name).with_extension("png")).unwrap();
        assert!(picture.starts_with(b"\x89PNG"), "{name}");
    }
    let streamed = halo
        .command(["spartan", "--card", "-"])
        .current_dir(halo.home())
        .output()
        .unwrap();
    assert!(streamed.status.success(), "{streamed:?}");
    assert_eq!(streamed.stdout, fs::read(&card).unwrap());
    assert!(!halo.home().join("-").exists());
    let words = halo.run("spartan --card - --json all").failure(2);
    assert!(words.contains("--card -"), "{words}");
    let card = fs::read(card).unwrap();
    assert_eq!(
        (card[16..20].to_vec(), card[20..24].to_vec()),
        (728_u32.to_be_bytes().to_vec(), 410_u32.to_be_bytes().to_vec())
    );
}

#[test]
fn a_folder_that_has_a_picture_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home().xuid();
    fs::write(halo.home().join("csr.png"), "mine").unwrap();
    let words = halo
        .run(&format!("spartan {home} --pictures {}", halo.home().display()))
        .failure(1);
    assert!(words.contains("csr.png exists"), "{words}");
    assert_eq!(sandbox.requests().len(), 0);
}

#[test]
fn a_card_notes_the_letters_that_it_cannot_draw() {
    let sandbox = Sandbox::start().unwrap();
    let halo = Halo::at(&sandbox);
    let home = sandbox.world().home().xuid();
    let draw = || {
        let card = halo.home().join("card.png");
        halo.run(&format!(
            "spartan {home} --no-cache --force --card {}",
            card.display()
        ))
    };
    let run = draw();
    assert!(!run.err.contains("letters"), "{}", run.err);
    let user = json!([{
        "xuid": home.to_string(),
        "gamertag": "Łukasz",
        "gamerpic": { "small": "", "medium": "", "large": "", "xlarge": "" }
    }]);
    sandbox.answer_next("/profile/", Answer::new(200).json(user));
    let run = draw();
    assert!(run.err.contains("lacks some letters"), "{}", run.err);
    assert!(run.success().contains("Łukasz"));
}

#[test]
fn times_of_the_shop_and_the_challenges_are_local_on_terminals() {
    let halo = Halo::in_sandbox();
    let shop = without_times(&halo.in_terminal(200, "shop --color never --quiet"));
    assert!(shop.contains("0000-00-00"), "{shop}");
    let pipe = without_times(&halo.run("challenges").success());
    assert!(pipe.contains("0000-00-00T00:00:00"), "{pipe}");
}
