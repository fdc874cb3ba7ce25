//! The `Deserialize` of a generated struct, by the trait in `src/decode/model.rs`.

use quote::format_ident;

/// The implementations for a struct. `names` are the names of its fields in JSON.
pub fn deserialize(item: &syn::ItemStruct, names: &[String]) -> syn::File {
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

            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                mut fields: crate::decode::model::Fields<A>,
            ) -> ::std::result::Result<Self, A::Error> {
                #(let mut #values: ::std::option::Option<#kinds> = None;)*
                while let Some(place) = fields.next()? {
                    match place {
                        #(#places => fields.read(&mut #values),)*
                        _ => fields.skip(),
                    }?;
                }
                Ok(Self {
                    #(#fields: fields.end(#values, #names)?,)*
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
