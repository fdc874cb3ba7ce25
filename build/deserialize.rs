//! The `Deserialize` of a generated struct, by the trait in `src/decode/model.rs`.

use quote::format_ident;

use super::serialize::JsonField;

/// The implementations for a struct, whose fields are these in JSON.
pub fn deserialize(item: &syn::ItemStruct, json: &[JsonField]) -> syn::File {
    let names: Vec<&str> = json.iter().map(|field| field.name.as_str()).collect();
    let name = &item.ident;
    let text = name.to_string();
    let kinds: Vec<_> = item.fields.iter().map(|field| &field.ty).collect();
    let fields: Vec<_> = item.fields.iter().map(|field| &field.ident).collect();
    let values: Vec<_> = (0..fields.len())
        .map(|place| format_ident!("value_{place}"))
        .collect();
    let places = 0..fields.len();
    syn::parse_quote! {
        impl crate::decode::model::Model for #name {
            const NAME: &'static str = #text;
            const FIELDS: &'static [&'static str] = &[#(#names),*];

            // Without `?`, which converts each error, the compiler has less to do.
            #[allow(clippy::question_mark)]
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                mut fields: crate::decode::model::Fields<A>,
            ) -> ::std::result::Result<Self, A::Error> {
                #(let mut #values: ::std::option::Option<#kinds> = None;)*
                loop {
                    let read = match fields.next() {
                        Ok(Some(place)) => match place {
                            #(#places => fields.read(&mut #values),)*
                            _ => fields.skip(),
                        },
                        Ok(None) => break,
                        Err(error) => return Err(error),
                    };
                    if let Err(error) = read {
                        return Err(error);
                    }
                }
                Ok(Self {
                    #(#fields: match fields.end(#values, #names) {
                        Ok(value) => value,
                        Err(error) => return Err(error),
                    },)*
                })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                crate::decode::model::deserialize(deserializer)
            }
        }
    }
}
