//! The `Serialize` of a generated struct, by the functions in `src/decode/object.rs`.

use quote::quote;

/// A field of a struct in JSON.
pub struct JsonField {
    /// The field's name in JSON.
    pub name: String,
    /// Whether `None` is left out instead of written as `null`.
    pub can_be_absent: bool,
}

/// The implementation for a struct, whose fields are these in JSON.
pub fn serialize(item: &syn::ItemStruct, json: &[JsonField]) -> syn::Item {
    let name = &item.ident;
    let text = name.to_string();
    let count = json.len();
    let fields = || item.fields.iter().map(|field| &field.ident).zip(json);
    let optional: Vec<_> = fields()
        .filter(|(_, json)| json.can_be_absent)
        .map(|(field, _)| field)
        .collect();
    let writes = fields().map(|(field, json)| {
        let name = &json.name;
        match json.can_be_absent {
            true => quote!(.optional(#name, &self.#field)),
            false => quote!(.field(#name, &self.#field)),
        }
    });
    syn::parse_quote! {
        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let absent = [#(self.#optional.is_none()),*];
                crate::decode::object::Object::new(serializer, #text, #count, &absent)
                    #(#writes)*
                    .end()
            }
        }
    }
}
