/* Prints the scoreboard of a player's newest match.
 *
 * scoreboard PLAYER, with HALO_SPARTAN_TOKEN and HALO_CLEARANCE_TOKEN; HALO_ENVIRONMENT is the URL of a sandbox
 *
 * C cannot read JSON by itself. cJSON can, and is one file to copy: https://github.com/DaveGamble/cJSON
 *
 *   cc scoreboard.c -lhalo_infinite_capi -lcjson
 */

#include <halo_infinite.h>

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints an error, and closes it. */
static void print_error(HaloError *error) {
    const char *advice = halo_error_advice(error);
    fprintf(stderr, "error %d: %s\n", (int)halo_error_code(error), halo_error_message(error));
    if (advice != NULL) {
        fprintf(stderr, "%s\n", advice);
    }
    halo_error_close(error);
}

/* Prints a value as JSON and frees it. The text is freed with `cJSON_free`. */
static char *printed(cJSON *value) {
    char *text = cJSON_PrintUnformatted(value);
    cJSON_Delete(value);
    return text;
}

/* Calls an endpoint. Returns the response's content, or NULL after it has printed an error. Frees the arguments. */
static cJSON *call(const HaloClient *client, const char *endpoint, cJSON *arguments) {
    HaloResponse *response = NULL;
    HaloError *error = NULL;
    char *text = printed(arguments);
    HaloCode code = halo_call(client, endpoint, text, NULL, NULL, &response, &error);
    cJSON *content = NULL;
    cJSON_free(text);
    if (code != HALO_CODE_OK) {
        print_error(error);
        return NULL;
    }
    content = cJSON_Parse(halo_response_json(response));
    halo_response_close(response);
    if (content == NULL) {
        fprintf(stderr, "%s: no memory for the response\n", endpoint);
    }
    return content;
}

/* A member that is a text; an empty one if there is no such member. */
static const char *text_of(const cJSON *object, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text == NULL ? "" : text;
}

/* A member that is a whole number; 0 if there is no such member. */
static int number_of(const cJSON *object, const char *name) {
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(number) ? number->valueint : 0;
}

/* The gamertags of a match's players, or NULL. Bots have none, and no XUID: `bid(...)`. */
static cJSON *users_of(const HaloClient *client, const cJSON *players) {
    cJSON *arguments = cJSON_CreateObject();
    cJSON *ids = cJSON_AddArrayToObject(arguments, "players");
    const cJSON *player = NULL;
    cJSON_ArrayForEach(player, players) {
        const char *id = text_of(player, "PlayerId");
        if (strncmp(id, "xuid(", 5) == 0) {
            cJSON_AddItemToArray(ids, cJSON_CreateString(id));
        }
    }
    return call(client, "profile.users_by_id", arguments);
}

/* The gamertag of a player, or the ID. */
static const char *name_of(const cJSON *users, const char *id) {
    const cJSON *user = NULL;
    cJSON_ArrayForEach(user, users) {
        const char *xuid = text_of(user, "xuid");
        size_t length = strlen(xuid);
        if (strlen(id) == length + 6 && strncmp(id + 5, xuid, length) == 0) {
            return text_of(user, "gamertag");
        }
    }
    return id;
}

/* The order of the scoreboard. */
static int compare(const void *left, const void *right) {
    const cJSON *a = *(const cJSON *const *)left;
    const cJSON *b = *(const cJSON *const *)right;
    int ranks = number_of(a, "Rank") - number_of(b, "Rank");
    return ranks != 0 ? ranks : strcmp(text_of(a, "PlayerId"), text_of(b, "PlayerId"));
}

static void print_rows(const cJSON *players, const cJSON *users) {
    size_t count = (size_t)cJSON_GetArraySize(players);
    const cJSON **rows = calloc(count == 0 ? 1 : count, sizeof *rows);
    const cJSON *player = NULL;
    size_t index = 0;
    if (rows == NULL) {
        return;
    }
    cJSON_ArrayForEach(player, players) {
        rows[index++] = player;
    }
    qsort(rows, count, sizeof *rows, compare);
    printf("%4s %4s %6s %5s %6s %7s  Player\n", "Rank", "Team", "Score", "Kills", "Deaths", "Assists");
    for (index = 0; index < count; index++) {
        const cJSON *row = rows[index];
        const cJSON *teams = cJSON_GetObjectItemCaseSensitive(row, "PlayerTeamStats");
        const cJSON *stats = cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(teams, 0), "Stats");
        const cJSON *core = cJSON_GetObjectItemCaseSensitive(stats, "CoreStats");
        printf("%4d %4d %6d %5d %6d %7d  %s\n", number_of(row, "Rank"), number_of(row, "LastTeamId"),
               number_of(core, "PersonalScore"), number_of(core, "Kills"), number_of(core, "Deaths"),
               number_of(core, "Assists"), name_of(users, text_of(row, "PlayerId")));
    }
    free(rows);
}

/* Prints the scoreboard. Returns whether all calls succeeded. */
static int print_scoreboard(const HaloClient *client, const char *player) {
    cJSON *history = NULL, *match = NULL, *users = NULL;
    const cJSON *newest = NULL, *players = NULL;
    cJSON *arguments = cJSON_CreateObject();
    int is_fine = 0;

    cJSON_AddStringToObject(arguments, "player", player);
    cJSON_AddNumberToObject(arguments, "count", 1);
    history = call(client, "stats.match_history", arguments);
    if (history == NULL) {
        return 0;
    }
    newest = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(history, "Results"), 0);
    if (newest == NULL) {
        printf("%s has not played yet.\n", player);
        is_fine = 1;
    } else {
        arguments = cJSON_CreateObject();
        cJSON_AddStringToObject(arguments, "match_id", text_of(newest, "MatchId"));
        match = call(client, "stats.match_stats", arguments);
        players = cJSON_GetObjectItemCaseSensitive(match, "Players");
        users = match == NULL ? NULL : users_of(client, players);
        if (users != NULL) {
            printf("Match %s\n", text_of(match, "MatchId"));
            print_rows(players, users);
            is_fine = 1;
        }
    }
    cJSON_Delete(users);
    cJSON_Delete(match);
    cJSON_Delete(history);
    return is_fine;
}

/* Adds a variable of the environment to the settings, if it is there. */
static void add_variable(cJSON *settings, const char *name, const char *variable) {
    const char *value = getenv(variable);
    if (value != NULL) {
        cJSON_AddStringToObject(settings, name, value);
    }
}

int main(int count, char **arguments) {
    HaloClient *client = NULL;
    HaloError *error = NULL;
    cJSON *settings = NULL;
    char *text = NULL;
    int is_fine = 0;

    if (count != 2) {
        fprintf(stderr, "usage: scoreboard PLAYER\n");
        return 2;
    }
    /* Is this the library that the program was compiled for? */
    if (halo_check_abi(HALO_ABI_VERSION, &error) != HALO_CODE_OK) {
        print_error(error);
        return 1;
    }
    settings = cJSON_CreateObject();
    add_variable(settings, "spartan_token", "HALO_SPARTAN_TOKEN");
    add_variable(settings, "clearance", "HALO_CLEARANCE_TOKEN");
    add_variable(settings, "environment", "HALO_ENVIRONMENT");
    text = printed(settings);
    if (halo_client_new(text, NULL, &client, &error) != HALO_CODE_OK) {
        print_error(error);
    } else {
        is_fine = print_scoreboard(client, arguments[1]);
    }
    cJSON_free(text);
    halo_client_close(client);
    return is_fine ? 0 : 1;
}
