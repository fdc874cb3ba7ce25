//! The declarations in other languages.

use super::declarations::{Declarations, Function};

/// What a type of C is to the other languages.
enum Kind<'a> {
    Plain { python: &'a str, csharp: &'a str },
    Text,
    Handle(&'a str),
    HandleOut(&'a str),
    Callback(&'a str),
    Nothing,
}

/// Looks at a type. A new type of the header is added here.
fn kind(text: &str) -> Kind<'_> {
    let plain = |python, csharp| Kind::Plain { python, csharp };
    match text {
        "void" => Kind::Nothing,
        "HaloCode" => plain("c_int32", "HaloCode"),
        "int32_t" => plain("c_int32", "int"),
        "uint16_t" => plain("c_uint16", "ushort"),
        "uint32_t" => plain("c_uint32", "uint"),
        "int64_t" => plain("c_int64", "long"),
        "uint64_t" => plain("c_uint64", "ulong"),
        "size_t" => plain("c_size_t", "UIntPtr"),
        "bool" => plain("c_bool", "[MarshalAs(UnmanagedType.I1)] bool"),
        "void*" => plain("c_void_p", "IntPtr"),
        "const uint8_t*" => plain("c_void_p", "byte[]"),
        "const uint8_t**" | "const char**" => plain("POINTER(c_void_p)", "out IntPtr"),
        "size_t*" => plain("POINTER(c_size_t)", "out UIntPtr"),
        "uint64_t*" => plain("POINTER(c_uint64)", "out ulong"),
        "uint32_t*" => plain("POINTER(c_uint32)", "out uint"),
        "bool*" => plain("POINTER(c_bool)", "[MarshalAs(UnmanagedType.I1)] out bool"),
        "const HaloSession*const*" => plain("POINTER(c_void_p)", "IntPtr[]"),
        "const char*" => Kind::Text,
        callback if callback.ends_with("Callback") => Kind::Callback(callback),
        other => {
            let name = other.trim_start_matches("const ");
            match (name.strip_suffix("**"), name.strip_suffix('*')) {
                (Some(handle), _) if handle.starts_with("Halo") => Kind::HandleOut(handle),
                (None, Some(handle)) if handle.starts_with("Halo") => Kind::Handle(handle),
                _ => panic!("what is the type `{other}` in other languages?"),
            }
        }
    }
}

/// For ctypes.
pub fn python(header: &Declarations) -> String {
    let name = |text: &str| match kind(text) {
        Kind::Nothing => "None".to_owned(),
        Kind::Plain { python, .. } => python.to_owned(),
        Kind::Text => "c_char_p".to_owned(),
        Kind::Handle(_) => "c_void_p".to_owned(),
        Kind::HandleOut(_) => "POINTER(c_void_p)".to_owned(),
        Kind::Callback(callback) => callback.to_owned(),
    };
    let types = |function: &Function| -> String {
        let parameters = function.parameters.iter().map(|parameter| name(&parameter.kind));
        parameters.map(|kind| format!(", {kind}")).collect()
    };
    let mut text = format!(
        "ABI_VERSION = {}\n\n\nclass Code(enum.IntEnum):\n",
        header.abi_version
    );
    for (name, value) in &header.codes {
        text += &format!("    {name} = {value}\n");
    }
    text += "\n\n";
    for callback in &header.callbacks {
        text += &format!(
            "{} = CFUNCTYPE({}{})\n",
            callback.name,
            name(&callback.returns),
            types(callback)
        );
    }
    text += "\n# The type of the result, then those of the parameters.\n_FUNCTIONS = {\n";
    for function in &header.functions {
        text += &format!(
            "    \"{}\": [{}{}],\n",
            function.name,
            name(&function.returns),
            types(function)
        );
    }
    text + "}\n"
}

/// For LuaJIT, which reads C.
pub fn lua(header: &Declarations) -> String {
    let declaration = |function: &Function, name: &str| {
        let parameters = function.parameters.iter();
        let parameters = parameters.map(|parameter| format!("{} {}", parameter.kind, parameter.name));
        let parameters = match parameters.collect::<Vec<_>>() {
            none if none.is_empty() => "void".to_owned(),
            some => some.join(", "),
        };
        format!("{} {name}({parameters});\n", function.returns)
    };
    let mut text = format!("M.ABI_VERSION = {}\n\nM.codes = {{\n", header.abi_version);
    for (name, value) in &header.codes {
        text += &format!("  {name} = {value},\n");
    }
    text += "}\n\nffi.cdef[[\ntypedef int32_t HaloCode;\n";
    for handle in &header.handles {
        text += &format!("typedef struct {handle} {handle};\n");
    }
    for callback in &header.callbacks {
        text += &format!(
            "typedef {}",
            declaration(callback, &format!("(*{})", callback.name))
        );
    }
    for function in &header.functions {
        text += &declaration(function, &function.name);
    }
    text + "]]\n"
}

/// For P/Invoke. Handles are subclasses of `SafeHandle`; a function that closes a handle is called by its class, with
/// the bare pointer.
pub fn csharp(header: &Declarations) -> String {
    let safe = |handle: &str| format!("{}Handle", handle.trim_start_matches("Halo"));
    let parameters = |function: &Function| {
        let closes = function.name.ends_with("_close");
        let parameters = function.parameters.iter().map(|parameter| {
            let kind = match kind(&parameter.kind) {
                Kind::Nothing => panic!("a parameter without a type"),
                Kind::Plain { csharp, .. } => csharp.to_owned(),
                Kind::Text => "[MarshalAs(Utf8)] string".to_owned(),
                Kind::Handle(_) if closes => "IntPtr".to_owned(),
                Kind::Handle(handle) => safe(handle),
                Kind::HandleOut(handle) => format!("out {}", safe(handle)),
                Kind::Callback(callback) => callback.to_owned(),
            };
            format!("{kind} @{}", parameter.name)
        });
        parameters.collect::<Vec<_>>().join(", ")
    };
    let result = |function: &Function| match kind(&function.returns) {
        Kind::Nothing => "void".to_owned(),
        Kind::Plain { csharp, .. } => csharp.to_owned(),
        Kind::Text => "IntPtr".to_owned(),
        _ => panic!("{} has a new kind of result", function.name),
    };
    let mut text = String::from("    public enum HaloCode\n    {\n");
    for (name, value) in &header.codes {
        text += &format!("        {} = {value},\n", words(name));
    }
    text += "    }\n\n";
    for callback in &header.callbacks {
        // What a callback receives is bare: the binding wraps it.
        let parameters = callback
            .parameters
            .iter()
            .map(|parameter| match kind(&parameter.kind) {
                Kind::Plain { csharp, .. } => format!("{csharp} @{}", parameter.name),
                _ => format!("IntPtr @{}", parameter.name),
            });
        text += &format!(
            "    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]\n    internal delegate {} {}({});\n\n",
            result(callback),
            callback.name,
            parameters.collect::<Vec<_>>().join(", ")
        );
    }
    for handle in &header.handles {
        let close = format!("{}_close", snake(handle));
        text += &format!(
            "    internal sealed class {0} : HaloHandle\n    {{\n        protected override bool ReleaseHandle()\n        {{\n            \
             return Native.{close}(handle) == HaloCode.Ok;\n        }}\n    }}\n\n",
            safe(handle)
        );
    }
    text += "    internal static class Native\n    {\n        internal const string Library = \"halo_infinite_capi\";\n";
    text += "        internal const UnmanagedType Utf8 = (UnmanagedType)48; // LPUTF8Str\n";
    text += &format!(
        "        internal const uint AbiVersion = {};\n",
        header.abi_version
    );
    for function in &header.functions {
        let marshalled = result(function);
        let (attribute, kind) = match marshalled.strip_prefix("[MarshalAs(UnmanagedType.I1)] ") {
            Some(kind) => ("\n        [return: MarshalAs(UnmanagedType.I1)]", kind),
            None => ("", marshalled.as_str()),
        };
        text += &format!(
            "\n        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]{attribute}\n        \
             internal static extern {kind} {}({});\n",
            function.name,
            parameters(function)
        );
    }
    text + "    }\n"
}

/// `NOT_UTF8` as `NotUtf8`.
fn words(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{first}{}", rest.to_lowercase())
    });
    words.collect()
}

/// `HaloClient` as `halo_client`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
