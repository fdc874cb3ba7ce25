// The Halo Infinite web API for C#, by P/Invoke: copy this file and the library. It needs no package, and runs in .NET and
// in Mono.
//
//     using (var client = new Client("{\"spartan_token\": \"…\"}"))
//     {
//         string json = client.Call("stats.match_history", "{\"player\": \"Chief\", \"count\": 3}").Json;
//     }
//
// `Halo.Endpoints` lists all endpoints with their arguments. Arguments, options and settings are JSON, as in the C header
// halo_infinite.h. The runtime finds the library beside the program, or where the system has its libraries.
//
// All objects may be used in several threads. Closing is Dispose; what a program forgets is closed by the garbage collector.

using System;
using System.Runtime.InteropServices;
using System.Text;

namespace HaloInfinite
{
    // Made from the header by its tests: begin
    public enum HaloCode
    {
        Ok = 0,
        Pending = 1,
        Over = 2,
        NullPointer = 10,
        NotUtf8 = 11,
        NotJson = 12,
        UnknownEndpoint = 13,
        Argument = 14,
        ClosedHandle = 15,
        WrongHandle = 16,
        AbiMismatch = 17,
        MissingFeature = 18,
        Panic = 19,
        QueueFull = 20,
        ShutDown = 21,
        CallbackBusy = 22,
        Network = 30,
        Status = 31,
        Decode = 32,
        Deadline = 33,
        NotCached = 34,
        Cancelled = 35,
        SignIn = 40,
        Consent = 41,
        SignedOut = 42,
        Store = 43,
        File = 50,
        Film = 51,
        Manifest = 52,
        Thread = 53,
        Other = 99,
    }

    internal sealed class CancelHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_cancel_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class ClientHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_client_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class ErrorHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_error_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class ResponseHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_response_close(handle) == HaloCode.Ok;
        }
    }

    internal static class Native
    {
        internal const string Library = "halo_infinite_capi";
        internal const UnmanagedType Utf8 = (UnmanagedType)48; // LPUTF8Str
        internal const uint AbiVersion = 1;

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_call(ClientHandle @client, [MarshalAs(Utf8)] string @endpoint, [MarshalAs(Utf8)] string @arguments, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_cancel_new(out CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_cancel_cancel(CancelHandle @cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_cancel_close(IntPtr @cancel);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_new([MarshalAs(Utf8)] string @settings, out ClientHandle @client, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_close(IntPtr @client);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_endpoints();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_error_code(ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_error_message(ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_error_advice(ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_error_details(ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_error_close(IntPtr @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern ushort halo_response_status(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint halo_response_attempts(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern long halo_response_age_ms(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_response_endpoint(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_response_content_type(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_response_json(ResponseHandle @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_response_bytes(ResponseHandle @response, out IntPtr @bytes, out UIntPtr @length, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_response_close(IntPtr @response);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint halo_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_check_abi(uint @version, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_version();
    }
    // Made from the header by its tests: end

    /// <summary>A handle of the library.</summary>
    internal abstract class HaloHandle : SafeHandle
    {
        protected HaloHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid { get { return handle == IntPtr.Zero; } }
    }

    /// <summary>A failure: its code, what failed and why, what to do about it (or null), and more facts as JSON.</summary>
    public sealed class HaloException : Exception
    {
        public HaloCode Code { get; private set; }
        public string Advice { get; private set; }
        public string Details { get; private set; }

        internal HaloException(HaloCode code, string message, string advice, string details) : base(message)
        {
            Code = code;
            Advice = advice;
            Details = details;
        }
    }

    /// <summary>What needs no client.</summary>
    public static class Halo
    {
        /// <summary>The version of the library.</summary>
        public static string Version { get { return Text(Native.halo_version()); } }

        /// <summary>All endpoints with their arguments, as a JSON list.</summary>
        public static string Endpoints { get { return Text(Native.halo_endpoints()); } }

        /// <summary>Fails if the library is not made for this file. Each client checks it.</summary>
        public static void CheckAbi()
        {
            ErrorHandle error;
            Check(Native.halo_check_abi(Native.AbiVersion, out error), error);
            if (Native.halo_abi_version() != Native.AbiVersion)
                throw new HaloException(HaloCode.AbiMismatch, "the library has another binary interface", null, "{}");
        }

        /// <summary>The code of a function that did not fail.</summary>
        internal static HaloCode Check(HaloCode code, ErrorHandle error)
        {
            if (code == HaloCode.Ok || code == HaloCode.Pending || code == HaloCode.Over) return code;
            if (error == null || error.IsInvalid)
                throw new HaloException(code, "halo-infinite failed with code " + code, null, "{}");
            using (error)
            {
                throw new HaloException(
                    Native.halo_error_code(error),
                    Text(Native.halo_error_message(error)),
                    Text(Native.halo_error_advice(error)),
                    Text(Native.halo_error_details(error)));
            }
        }

        /// <summary>A text of the library, or null.</summary>
        internal static string Text(IntPtr text)
        {
            if (text == IntPtr.Zero) return null;
            int length = 0;
            while (Marshal.ReadByte(text, length) != 0) length++;
            return Encoding.UTF8.GetString(Bytes(text, length));
        }

        internal static byte[] Bytes(IntPtr start, int length)
        {
            var bytes = new byte[length];
            if (length > 0) Marshal.Copy(start, bytes, 0, length);
            return bytes;
        }
    }

    /// <summary>A switch that ends the calls to which it is passed.</summary>
    public sealed class Cancel : IDisposable
    {
        internal readonly CancelHandle Handle;

        /// <summary>Stands for no switch: P/Invoke wants a handle that is not null.</summary>
        internal static readonly CancelHandle None = new CancelHandle();

        public Cancel()
        {
            ErrorHandle error;
            Halo.Check(Native.halo_cancel_new(out Handle, out error), error);
        }

        /// <summary>Ends the calls, and all later ones.</summary>
        public void End() { Halo.Check(Native.halo_cancel_cancel(Handle), null); }

        public void Dispose() { Handle.Dispose(); }
    }

    /// <summary>A response. It is copied from the library, so it need not be closed.</summary>
    public sealed class Response
    {
        public string Endpoint { get; private set; }
        public int Status { get; private set; }
        /// <summary>1 without retries, 0 for a cached response.</summary>
        public uint Attempts { get; private set; }
        /// <summary>The age of a cached response, or null.</summary>
        public TimeSpan? Age { get; private set; }
        public string ContentType { get; private set; }
        public byte[] Content { get; private set; }
        /// <summary>The content as JSON; null for a file.</summary>
        public string Json { get; private set; }

        internal Response(ResponseHandle handle)
        {
            using (handle)
            {
                IntPtr bytes;
                UIntPtr length;
                ErrorHandle error;
                Halo.Check(Native.halo_response_bytes(handle, out bytes, out length, out error), error);
                Content = Halo.Bytes(bytes, checked((int)length));
                Json = Native.halo_response_json(handle) == IntPtr.Zero ? null : Encoding.UTF8.GetString(Content);
                Endpoint = Halo.Text(Native.halo_response_endpoint(handle));
                Status = Native.halo_response_status(handle);
                Attempts = Native.halo_response_attempts(handle);
                ContentType = Halo.Text(Native.halo_response_content_type(handle));
                long age = Native.halo_response_age_ms(handle);
                if (age >= 0) Age = TimeSpan.FromMilliseconds(age);
            }
        }
    }

    /// <summary>A client. All threads may share it.</summary>
    public sealed class Client : IDisposable
    {
        internal readonly ClientHandle Handle;

        /// <param name="settings">Those of `halo_client_new`, as JSON; null for none.</param>
        public Client(string settings)
        {
            Halo.CheckAbi();
            ErrorHandle error;
            Halo.Check(Native.halo_client_new(settings, out Handle, out error), error);
        }

        /// <summary>Calls an endpoint and waits for the response. Arguments and options are JSON, or null.</summary>
        public Response Call(string endpoint, string arguments = null, string options = null, Cancel cancel = null)
        {
            ResponseHandle response;
            ErrorHandle error;
            CancelHandle cancelled = cancel == null ? Cancel.None : cancel.Handle;
            Halo.Check(Native.halo_call(Handle, endpoint, arguments, options, cancelled, out response, out error), error);
            return new Response(response);
        }

        /// <summary>Closes the client. The garbage collector would do it too, but a call that runs prevents both.</summary>
        public void Dispose() { Handle.Dispose(); }
    }
}
