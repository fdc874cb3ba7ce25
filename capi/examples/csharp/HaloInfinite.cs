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
// Callbacks run on threads of the library, except those that a method calls while it runs. An exception of a callback is
// thrown by that method, or by the next method of its object.

using System;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

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

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void HaloTextCallback(IntPtr @context, IntPtr @text);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void HaloWakeCallback(IntPtr @context);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void HaloProgressCallback(IntPtr @context, ulong @bytes_done, ulong @bytes_total, UIntPtr @chunks_done, UIntPtr @chunks_total);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void HaloWatchCallback(IntPtr @context, HaloCode @code, IntPtr @event, IntPtr @error);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate void HaloResultCallback(IntPtr @context, ulong @value, HaloCode @code, IntPtr @response, IntPtr @error);

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

    internal sealed class ConsentHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_consent_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class ErrorHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_error_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class FetchHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_fetch_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class FilmHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_film_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class FilmChunksHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_film_chunks_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class FilmEventsHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_film_events_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class PagesHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_pages_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class PlayerHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_player_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class ResponseHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_response_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class SessionHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_session_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class TicketHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_ticket_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class WatchHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_watch_close(handle) == HaloCode.Ok;
        }
    }

    internal sealed class WorkerHandle : HaloHandle
    {
        protected override bool ReleaseHandle()
        {
            return Native.halo_worker_close(handle) == HaloCode.Ok;
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
        internal static extern HaloCode halo_client_new([MarshalAs(Utf8)] string @settings, SessionHandle @session, out ClientHandle @client, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_new_with_accounts([MarshalAs(Utf8)] string @settings, IntPtr[] @sessions, UIntPtr @count, out ClientHandle @client, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_close(IntPtr @client);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_cache_count(ClientHandle @client, out ulong @count, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_cache_size(ClientHandle @client, out ulong @bytes, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_cache_check(ClientHandle @client, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_cache_clear(ClientHandle @client, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_client_observe(ClientHandle @client, HaloTextCallback @callback, IntPtr @context, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_code_text(int @code);

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
        internal static extern IntPtr halo_features();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_fetch_new(ClientHandle @client, [MarshalAs(Utf8)] string @requests, [MarshalAs(Utf8)] string @options, HaloWakeCallback @wake, IntPtr @context, CancelHandle @cancel, out FetchHandle @fetch, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_fetch_next(FetchHandle @fetch, ulong @timeout_ms, out UIntPtr @index, out ResponseHandle @response, out ErrorHandle @failure, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_fetch_progress(FetchHandle @fetch, out UIntPtr @done, out UIntPtr @failed, out UIntPtr @total, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_fetch_close(IntPtr @fetch);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_of_match(ClientHandle @client, [MarshalAs(Utf8)] string @match_id, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out FilmHandle @film, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_from_manifest(ClientHandle @client, [MarshalAs(Utf8)] string @manifest, out FilmHandle @film, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_film_manifest(FilmHandle @film);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_close(IntPtr @film);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_chunk(FilmHandle @film, long @index, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_header(FilmHandle @film, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_players(FilmHandle @film, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_download_to_folder(FilmHandle @film, [MarshalAs(Utf8)] string @folder, [MarshalAs(Utf8)] string @options, HaloProgressCallback @progress, IntPtr @context, CancelHandle @cancel, out ResponseHandle @paths, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_download_to_memory(FilmHandle @film, [MarshalAs(Utf8)] string @options, HaloProgressCallback @progress, IntPtr @context, CancelHandle @cancel, out FilmChunksHandle @chunks, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr halo_film_chunks_count(FilmChunksHandle @chunks);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_film_chunks_entry(FilmChunksHandle @chunks, UIntPtr @position);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_chunks_bytes(FilmChunksHandle @chunks, UIntPtr @position, out IntPtr @bytes, out UIntPtr @length, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_chunks_close(IntPtr @chunks);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_timelines(FilmEventsHandle @events, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_kill_pairs(FilmEventsHandle @events, long @max_gap_ms, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_multi_kills(FilmEventsHandle @events, long @window_ms, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_medal_sequences(FilmEventsHandle @events, long @gap_ms, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_check(FilmEventsHandle @events, [MarshalAs(Utf8)] string @match_stats, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events(FilmHandle @film, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out FilmEventsHandle @events, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_read_events(byte[] @bytes, UIntPtr @length, long @film_major_version, out FilmEventsHandle @events, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_film_events_json(FilmEventsHandle @events);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr halo_film_events_count(FilmEventsHandle @events);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_events_close(IntPtr @events);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_inflate(byte[] @bytes, UIntPtr @length, UIntPtr @limit, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_read_header(byte[] @bytes, UIntPtr @length, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_read_players(byte[] @bytes, UIntPtr @length, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_film_read_packets(byte[] @bytes, UIntPtr @length, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_log_set(HaloTextCallback @callback, IntPtr @context, [MarshalAs(Utf8)] string @level, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_pages_new(ClientHandle @client, [MarshalAs(Utf8)] string @endpoint, [MarshalAs(Utf8)] string @arguments, [MarshalAs(Utf8)] string @options, CancelHandle @cancel, out PagesHandle @pages, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_pages_next(PagesHandle @pages, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_pages_close(IntPtr @pages);

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
        internal static extern HaloCode halo_session_new([MarshalAs(Utf8)] string @settings, out SessionHandle @session, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool halo_session_is_signed_in(SessionHandle @session);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_sign_out(SessionHandle @session, CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_close(IntPtr @session);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_sign_in_with_browser(SessionHandle @session, HaloTextCallback @open, IntPtr @context, ulong @timeout_ms, CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_sign_in_with_device_code(SessionHandle @session, HaloTextCallback @show, IntPtr @context, CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_import(SessionHandle @session, [MarshalAs(Utf8)] string @token, CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_consent(SessionHandle @session, out ConsentHandle @consent, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_consent_url(ConsentHandle @consent);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_redeem(SessionHandle @session, ConsentHandle @consent, [MarshalAs(Utf8)] string @pasted, CancelHandle @cancel, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_consent_close(IntPtr @consent);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_session_player(SessionHandle @session, CancelHandle @cancel, out PlayerHandle @player, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_player_json(PlayerHandle @player);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_player_secrets(PlayerHandle @player);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_player_close(IntPtr @player);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern uint halo_abi_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_check_abi(uint @version, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern IntPtr halo_version();

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_next(WatchHandle @watch, ulong @timeout_ms, out ResponseHandle @event, out ErrorHandle @failure, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_try_next(WatchHandle @watch, out ResponseHandle @event, out ErrorHandle @failure, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_resume_point(WatchHandle @watch, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_close(IntPtr @watch);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_new(ClientHandle @client, [MarshalAs(Utf8)] string @players, [MarshalAs(Utf8)] string @settings, HaloWakeCallback @wake, IntPtr @context, out WatchHandle @watch, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_watch_new_with_callback(ClientHandle @client, [MarshalAs(Utf8)] string @players, [MarshalAs(Utf8)] string @settings, HaloWatchCallback @callback, IntPtr @context, out WatchHandle @watch, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_new(ClientHandle @client, [MarshalAs(Utf8)] string @settings, HaloWakeCallback @wake, IntPtr @context, out WorkerHandle @worker, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern UIntPtr halo_worker_pending(WorkerHandle @worker);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_cancel(WorkerHandle @worker, ulong @value);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_cancel_all(WorkerHandle @worker);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_finish(WorkerHandle @worker, ulong @timeout_ms, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_shutdown(WorkerHandle @worker, ulong @timeout_ms, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_close(IntPtr @worker);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_post(WorkerHandle @worker, [MarshalAs(Utf8)] string @endpoint, [MarshalAs(Utf8)] string @arguments, [MarshalAs(Utf8)] string @options, ulong @value, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_try_recv(WorkerHandle @worker, out ulong @value, out ResponseHandle @response, out ErrorHandle @failure, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_submit(WorkerHandle @worker, [MarshalAs(Utf8)] string @endpoint, [MarshalAs(Utf8)] string @arguments, [MarshalAs(Utf8)] string @options, out TicketHandle @ticket, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_worker_submit_with_callback(WorkerHandle @worker, [MarshalAs(Utf8)] string @endpoint, [MarshalAs(Utf8)] string @arguments, [MarshalAs(Utf8)] string @options, ulong @value, HaloResultCallback @callback, IntPtr @context, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_ticket_try_recv(TicketHandle @ticket, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_ticket_recv(TicketHandle @ticket, ulong @timeout_ms, out ResponseHandle @response, out ErrorHandle @error);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_ticket_cancel(TicketHandle @ticket);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        internal static extern HaloCode halo_ticket_close(IntPtr @ticket);
    }
    // Made from the header by its tests: end

    /// <summary>A handle of the library.</summary>
    internal abstract class HaloHandle : SafeHandle
    {
        protected HaloHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid { get { return handle == IntPtr.Zero; } }

        /// <summary>Becomes the owner of a handle that a callback has received.</summary>
        internal void Own(IntPtr value) { SetHandle(value); }
    }

    /// <summary>A failure: its code, what failed and why, what to do about it (or null), and more facts as JSON.</summary>
    public sealed class HaloException : Exception
    {
        public HaloCode Code { get; private set; }
        public string Advice { get; private set; }
        public string Details { get; private set; }

        internal HaloException(HaloCode code) : this(code, Halo.Text(Native.halo_code_text((int)code)), null, "{}") { }

        internal HaloException(HaloCode code, string message, string advice, string details) : base(message)
        {
            Code = code;
            Advice = advice;
            Details = details;
        }
    }

    /// <summary>A function of the program. The library gets a number that stands for it, so a late call finds nothing.</summary>
    internal sealed class Callback : IDisposable
    {
        static readonly ConcurrentDictionary<long, Callback> known = new ConcurrentDictionary<long, Callback>();
        static long last;

        // These live as long as the program, so the library never calls a function that is gone.
        internal static readonly HaloTextCallback OnText = (context, text) => Run(context, call => call.text(Halo.Text(text)));
        internal static readonly HaloWakeCallback OnWake = context => Run(context, call => call.wake());
        internal static readonly HaloProgressCallback OnProgress = (context, bytes, allBytes, chunks, allChunks) =>
            Run(context, call => call.progress(new Progress(bytes, allBytes, (ulong)chunks, (ulong)allChunks)));
        internal static readonly HaloResultCallback OnResult = (context, value, code, response, error) =>
        {
            var owned = new ResponseHandle();
            owned.Own(response);
            var failure = new ErrorHandle();
            failure.Own(error);
            Run(context, call =>
            {
                call.Dispose(); // A job calls back once.
                call.result(value, Result.Of(owned, failure));
            });
        };
        internal static readonly HaloWatchCallback OnMatch = (context, code, match, error) =>
        {
            var failure = new ErrorHandle();
            failure.Own(error);
            Run(context, call => call.match(new Found(code, Halo.Text(match), failure)));
        };

        readonly long number = Interlocked.Increment(ref last);
        Action<string> text;
        Action wake;
        Action<Progress> progress;
        Action<ulong, Result> result;
        Action<Found> match;
        Callback owner; // Has the exceptions of this one.
        Exception exception;

        Callback() { known[number] = this; }

        internal static Callback Of(Action<string> text) { return text == null ? null : new Callback { text = text }; }
        internal static Callback Of(Action wake) { return wake == null ? null : new Callback { wake = wake }; }
        internal static Callback Of(Action<Progress> progress) { return progress == null ? null : new Callback { progress = progress }; }
        internal static Callback Of(Action<Found> match) { return new Callback { match = match }; }
        internal static Callback OfJob(Action<ulong, Result> result, Callback owner)
        {
            return new Callback { result = result, owner = owner };
        }

        internal static IntPtr Context(Callback callback) { return callback == null ? IntPtr.Zero : new IntPtr(callback.number); }

        static void Run(IntPtr context, Action<Callback> run)
        {
            Callback callback;
            if (!known.TryGetValue(context.ToInt64(), out callback)) return;
            try { run(callback); }
            catch (Exception caught) // It cannot pass through the library.
            {
                Interlocked.CompareExchange(ref (callback.owner ?? callback).exception, caught, null);
            }
        }

        /// <summary>Throws what a callback has thrown.</summary>
        internal static void Rethrow(Callback callback)
        {
            var caught = callback == null ? null : Interlocked.Exchange(ref callback.exception, null);
            if (caught != null) ExceptionDispatchInfo.Capture(caught).Throw();
        }

        public void Dispose()
        {
            Callback removed;
            known.TryRemove(number, out removed);
        }
    }

    /// <summary>What needs no client.</summary>
    public static class Halo
    {
        static readonly object logging = new object();
        static Callback logger;

        /// <summary>The version of the library.</summary>
        public static string Version { get { return Text(Native.halo_version()); } }

        /// <summary>The features that the library was built with, as a JSON list.</summary>
        public static string Features { get { return Text(Native.halo_features()); } }

        /// <summary>All endpoints with their arguments, as a JSON list.</summary>
        public static string Endpoints { get { return Text(Native.halo_endpoints()); } }

        /// <summary>Fails if the library is not made for this file. Clients and sessions check it.</summary>
        public static void CheckAbi()
        {
            ErrorHandle error;
            Check(Native.halo_check_abi(Native.AbiVersion, out error), error);
            if (Native.halo_abi_version() != Native.AbiVersion) throw new HaloException(HaloCode.AbiMismatch);
        }

        /// <summary>Has log records passed to a function as JSON; null ends that.</summary>
        public static void LogTo(Action<string> function, string level = null)
        {
            lock (logging)
            {
                Callback before = logger;
                logger = Callback.Of(function);
                ErrorHandle error;
                var called = function == null ? null : Callback.OnText;
                HaloCode code = Native.halo_log_set(called, Callback.Context(logger), level, out error);
                if (before != null) before.Dispose();
                Check(code, error);
            }
        }

        /// <summary>The code of a function that did not fail.</summary>
        internal static HaloCode Check(HaloCode code, ErrorHandle error = null)
        {
            if (code == HaloCode.Ok || code == HaloCode.Pending || code == HaloCode.Over) return code;
            throw Failure(code, error);
        }

        /// <summary>The failure that an error describes, which is closed.</summary>
        internal static HaloException Failure(HaloCode code, ErrorHandle error)
        {
            if (error == null || error.IsInvalid) return new HaloException(code);
            using (error)
            {
                return new HaloException(
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
            return Encoding.UTF8.GetString(Bytes(text, (UIntPtr)(ulong)length));
        }

        internal static byte[] Bytes(IntPtr start, UIntPtr length)
        {
            var bytes = new byte[checked((int)length)];
            if (bytes.Length > 0) Marshal.Copy(start, bytes, 0, bytes.Length);
            return bytes;
        }

        internal static UIntPtr Length(byte[] bytes) { return (UIntPtr)(ulong)bytes.Length; }
    }

    /// <summary>A cancel token that ends the calls to which it is passed.</summary>
    public sealed class Cancel : IDisposable
    {
        internal readonly CancelHandle Handle;
        static readonly CancelHandle none = new CancelHandle();

        public Cancel()
        {
            ErrorHandle error;
            Halo.Check(Native.halo_cancel_new(out Handle, out error), error);
        }

        /// <summary>The handle; P/Invoke wants one that is not null, also for none.</summary>
        internal static CancelHandle Of(Cancel cancel) { return cancel == null ? none : cancel.Handle; }

        /// <summary>Ends the calls, and all later ones.</summary>
        public void End() { Halo.Check(Native.halo_cancel_cancel(Handle)); }

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
                Content = Halo.Bytes(bytes, length);
                Json = Native.halo_response_json(handle) == IntPtr.Zero ? null : Encoding.UTF8.GetString(Content);
                Endpoint = Halo.Text(Native.halo_response_endpoint(handle));
                Status = Native.halo_response_status(handle);
                Attempts = Native.halo_response_attempts(handle);
                ContentType = Halo.Text(Native.halo_response_content_type(handle));
                long age = Native.halo_response_age_ms(handle);
                if (age >= 0) Age = TimeSpan.FromMilliseconds(age);
            }
        }

        /// <summary>The response of a function; null for `Pending` and `Over`.</summary>
        internal static Response Of(HaloCode code, ResponseHandle response, ErrorHandle error)
        {
            return Halo.Check(code, error) == HaloCode.Ok ? new Response(response) : null;
        }

        /// <summary>The JSON of a response; null if there is no response.</summary>
        internal static string JsonOf(ResponseHandle response)
        {
            return response.IsInvalid ? null : new Response(response).Json;
        }
    }

    /// <summary>The result of a job: a response or a failure; the other one is null.</summary>
    public sealed class Result
    {
        public Response Response { get; private set; }
        public HaloException Failure { get; private set; }

        internal static Result Of(ResponseHandle response, ErrorHandle failure)
        {
            return failure.IsInvalid
                ? new Result { Response = new Response(response) }
                : new Result { Failure = Halo.Failure(HaloCode.Other, failure) };
        }
    }

    /// <summary>A page to open in a browser, for `Session.Redeem`.</summary>
    public sealed class Consent : IDisposable
    {
        internal readonly ConsentHandle Handle;

        internal Consent(ConsentHandle handle) { Handle = handle; }

        public string Url { get { return Halo.Text(Native.halo_consent_url(Handle)); } }

        public void Dispose() { Handle.Dispose(); }
    }

    /// <summary>The tokens of a player.</summary>
    public sealed class Session : IDisposable
    {
        internal readonly SessionHandle Handle;
        static readonly SessionHandle none = new SessionHandle();

        /// <param name="settings">Those of `halo_session_new`, as JSON.</param>
        public Session(string settings)
        {
            Halo.CheckAbi();
            ErrorHandle error;
            Halo.Check(Native.halo_session_new(settings, out Handle, out error), error);
        }

        internal static SessionHandle Of(Session session) { return session == null ? none : session.Handle; }

        public bool IsSignedIn { get { return Native.halo_session_is_signed_in(Handle); } }

        /// <summary>Opens the page in a browser: by `open`, or in the system's. 0 ms stand for 5 minutes.</summary>
        public void SignInWithBrowser(Action<string> open = null, ulong timeoutMs = 0, Cancel cancel = null)
        {
            ErrorHandle error;
            using (var callback = Callback.Of(open))
            {
                HaloCode code = Native.halo_session_sign_in_with_browser(Handle, open == null ? null : Callback.OnText,
                    Callback.Context(callback), timeoutMs, Cancel.Of(cancel), out error);
                Callback.Rethrow(callback);
                Halo.Check(code, error);
            }
        }

        /// <summary>Passes the page and the code to `show`, as JSON; the player opens the page on any device.</summary>
        public void SignInWithDeviceCode(Action<string> show, Cancel cancel = null)
        {
            ErrorHandle error;
            using (var callback = Callback.Of(show))
            {
                HaloCode code = Native.halo_session_sign_in_with_device_code(
                    Handle, Callback.OnText, Callback.Context(callback), Cancel.Of(cancel), out error);
                Callback.Rethrow(callback);
                Halo.Check(code, error);
            }
        }

        /// <summary>Starts a sign-in by paste.</summary>
        public Consent Consent()
        {
            ConsentHandle consent;
            ErrorHandle error;
            Halo.Check(Native.halo_session_consent(Handle, out consent, out error), error);
            return new Consent(consent);
        }

        /// <summary>Signs in with the address that the player pastes.</summary>
        public void Redeem(Consent consent, string pasted, Cancel cancel = null)
        {
            ErrorHandle error;
            Halo.Check(Native.halo_session_redeem(Handle, consent.Handle, pasted, Cancel.Of(cancel), out error), error);
        }

        /// <summary>Signs in with a token: see `halo_session_import`.</summary>
        public void Import(string token, Cancel cancel = null)
        {
            ErrorHandle error;
            Halo.Check(Native.halo_session_import(Handle, token, Cancel.Of(cancel), out error), error);
        }

        /// <summary>The player who is signed in, as JSON.</summary>
        public string Player(Cancel cancel = null)
        {
            using (var player = Signed(cancel)) return Halo.Text(Native.halo_player_json(player));
        }

        /// <summary>The tokens of the player, as JSON. Never show, log or save them.</summary>
        public string Secrets(Cancel cancel = null)
        {
            using (var player = Signed(cancel)) return Halo.Text(Native.halo_player_secrets(player));
        }

        PlayerHandle Signed(Cancel cancel)
        {
            PlayerHandle player;
            ErrorHandle error;
            Halo.Check(Native.halo_session_player(Handle, Cancel.Of(cancel), out player, out error), error);
            return player;
        }

        /// <summary>Removes the tokens from the store.</summary>
        public void SignOut(Cancel cancel = null)
        {
            ErrorHandle error;
            Halo.Check(Native.halo_session_sign_out(Handle, Cancel.Of(cancel), out error), error);
        }

        public void Dispose() { Handle.Dispose(); }
    }

    /// <summary>A client. All threads may share it.</summary>
    public sealed class Client : IDisposable
    {
        internal readonly ClientHandle Handle;
        Callback observer;

        /// <param name="settings">Those of `halo_client_new`, as JSON; null for none.</param>
        /// <param name="session">The player's tokens; null for those of the settings.</param>
        public Client(string settings = null, Session session = null)
        {
            Halo.CheckAbi();
            ErrorHandle error;
            Halo.Check(Native.halo_client_new(settings, Session.Of(session), out Handle, out error), error);
        }

        /// <summary>A client that uses several players in turn.</summary>
        public Client(string settings, Session[] sessions)
        {
            Halo.CheckAbi();
            ErrorHandle error;
            IntPtr[] handles = Array.ConvertAll(sessions, session => session.Handle.DangerousGetHandle());
            HaloCode code = Native.halo_client_new_with_accounts(
                settings, handles, (UIntPtr)(ulong)handles.Length, out Handle, out error);
            GC.KeepAlive(sessions);
            Halo.Check(code, error);
        }

        /// <summary>Calls an endpoint and waits for the response. Arguments and options are JSON, or null.</summary>
        public Response Call(string endpoint, string arguments = null, string options = null, Cancel cancel = null)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_call(
                Handle, endpoint, arguments, options, Cancel.Of(cancel), out response, out error);
            return Response.Of(code, response, error);
        }

        /// <summary>Has each attempt reported to a function as JSON; null ends that.</summary>
        public void Observe(Action<string> function)
        {
            Callback before = observer;
            observer = Callback.Of(function);
            ErrorHandle error;
            var called = function == null ? null : Callback.OnText;
            HaloCode code = Native.halo_client_observe(Handle, called, Callback.Context(observer), out error);
            if (before != null) before.Dispose();
            Callback.Rethrow(before);
            Halo.Check(code, error);
        }

        public ulong CacheCount
        {
            get
            {
                ulong count;
                ErrorHandle error;
                Halo.Check(Native.halo_client_cache_count(Handle, out count, out error), error);
                return count;
            }
        }

        /// <summary>The size of the cache in bytes.</summary>
        public ulong CacheSize
        {
            get
            {
                ulong bytes;
                ErrorHandle error;
                Halo.Check(Native.halo_client_cache_size(Handle, out bytes, out error), error);
                return bytes;
            }
        }

        /// <summary>Reads the whole cache, and empties it if it is damaged, which is an error.</summary>
        public void CacheCheck()
        {
            ErrorHandle error;
            Halo.Check(Native.halo_client_cache_check(Handle, out error), error);
        }

        public void CacheClear()
        {
            ErrorHandle error;
            Halo.Check(Native.halo_client_cache_clear(Handle, out error), error);
        }

        /// <summary>Closes the client: see `halo_client_close`.</summary>
        public void Dispose()
        {
            Handle.Dispose();
            if (observer != null) observer.Dispose();
        }
    }

    /// <summary>The result of a job, now or later. Closing it cancels the job.</summary>
    public sealed class Ticket : IDisposable
    {
        readonly TicketHandle handle;

        internal Ticket(TicketHandle handle) { this.handle = handle; }

        /// <summary>The response; null if it is not there yet, or was returned before. Throws the failure of a job.</summary>
        public Response TryReceive()
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_ticket_try_recv(handle, out response, out error);
            return Response.Of(code, response, error);
        }

        /// <summary>As `TryReceive`, but waits.</summary>
        public Response Receive(ulong timeoutMs)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_ticket_recv(handle, timeoutMs, out response, out error);
            return Response.Of(code, response, error);
        }

        public void Cancel() { Halo.Check(Native.halo_ticket_cancel(handle)); }

        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>A thread that sends calls for a program that must not wait.</summary>
    public sealed class Worker : IDisposable
    {
        readonly WorkerHandle handle;
        readonly Callback callback;

        /// <param name="wake">Called on the worker's thread when a result can be received, or null.</param>
        public Worker(Client client, string settings = null, Action wake = null)
        {
            callback = Callback.Of(wake ?? (() => { })); // Also has the exceptions of jobs.
            ErrorHandle error;
            var called = wake == null ? null : Callback.OnWake;
            HaloCode code = Native.halo_worker_new(
                client.Handle, settings, called, Callback.Context(callback), out handle, out error);
            Halo.Check(code, error);
        }

        /// <summary>Puts a call into the queue.</summary>
        public Ticket Submit(string endpoint, string arguments = null, string options = null)
        {
            Callback.Rethrow(callback);
            TicketHandle ticket;
            ErrorHandle error;
            Halo.Check(Native.halo_worker_submit(handle, endpoint, arguments, options, out ticket, out error), error);
            return new Ticket(ticket);
        }

        /// <summary>Puts a call into the queue, and passes its result to a function, on the worker's thread.</summary>
        public void Submit(Action<ulong, Result> function, string endpoint, string arguments = null, string options = null, ulong value = 0)
        {
            Callback.Rethrow(callback);
            var job = Callback.OfJob(function, callback);
            ErrorHandle error;
            HaloCode code = Native.halo_worker_submit_with_callback(
                handle, endpoint, arguments, options, value, Callback.OnResult, Callback.Context(job), out error);
            if (code != HaloCode.Ok) job.Dispose();
            Halo.Check(code, error);
        }

        /// <summary>Puts a call into the queue; `TryReceive` returns its result with `value`.</summary>
        public void Post(ulong value, string endpoint, string arguments = null, string options = null)
        {
            Callback.Rethrow(callback);
            ErrorHandle error;
            Halo.Check(Native.halo_worker_post(handle, endpoint, arguments, options, value, out error), error);
        }

        /// <summary>The next result of the calls of `Post`; null if none is there.</summary>
        public Result TryReceive(out ulong value)
        {
            Callback.Rethrow(callback);
            ResponseHandle response;
            ErrorHandle failure, error;
            if (Halo.Check(Native.halo_worker_try_recv(handle, out value, out response, out failure, out error), error) != HaloCode.Ok)
                return null;
            return Result.Of(response, failure);
        }

        /// <summary>The number of jobs that wait or run.</summary>
        public int Pending { get { return checked((int)Native.halo_worker_pending(handle)); } }

        public void Cancel(ulong value) { Halo.Check(Native.halo_worker_cancel(handle, value)); }

        public void CancelAll() { Halo.Check(Native.halo_worker_cancel_all(handle)); }

        /// <summary>Waits for all jobs, and accepts no more. Returns whether all are done.</summary>
        public bool Finish(ulong timeoutMs)
        {
            ErrorHandle error;
            return Halo.Check(Native.halo_worker_finish(handle, timeoutMs, out error), error) == HaloCode.Ok;
        }

        /// <summary>Cancels all jobs, and accepts no more. Returns whether the thread has ended.</summary>
        public bool Shutdown(ulong timeoutMs)
        {
            ErrorHandle error;
            return Halo.Check(Native.halo_worker_shutdown(handle, timeoutMs, out error), error) == HaloCode.Ok;
        }

        public void Dispose()
        {
            handle.Dispose();
            callback.Dispose();
        }
    }

    /// <summary>What a watch found: with `Ok` a match as JSON or the failure of a poll, else `Pending` or `Over`.</summary>
    public sealed class Found
    {
        public HaloCode Code { get; private set; }
        public string Match { get; private set; }
        public HaloException Failure { get; private set; }

        internal Found(HaloCode code, string match, ErrorHandle failure)
        {
            Match = match;
            Failure = failure.IsInvalid ? null : Halo.Failure(code, failure);
            Code = Failure == null ? code : HaloCode.Ok;
        }
    }

    /// <summary>Finds the matches of players once they are over.</summary>
    public sealed class Watch : IDisposable
    {
        readonly WatchHandle handle;
        readonly Callback callback;

        /// <param name="players">A JSON list.</param>
        /// <param name="wake">Called on the thread of the watch when `Next` has something, or null.</param>
        public Watch(Client client, string players, string settings = null, Action wake = null)
        {
            callback = Callback.Of(wake);
            ErrorHandle error;
            var called = wake == null ? null : Callback.OnWake;
            HaloCode code = Native.halo_watch_new(
                client.Handle, players, settings, called, Callback.Context(callback), out handle, out error);
            Halo.Check(code, error);
        }

        /// <param name="function">Receives what the watch finds, on the thread of the watch.</param>
        public Watch(Client client, string players, Action<Found> function, string settings = null)
        {
            callback = Callback.Of(function);
            ErrorHandle error;
            HaloCode code = Native.halo_watch_new_with_callback(
                client.Handle, players, settings, Callback.OnMatch, Callback.Context(callback), out handle, out error);
            Halo.Check(code, error);
        }

        /// <summary>Waits for the next match or failure.</summary>
        public Found Next(ulong timeoutMs)
        {
            Callback.Rethrow(callback);
            ResponseHandle match;
            ErrorHandle failure, error;
            HaloCode code = Native.halo_watch_next(handle, timeoutMs, out match, out failure, out error);
            return new Found(Halo.Check(code, error), Response.JsonOf(match), failure);
        }

        /// <summary>As `Next`, but does not wait.</summary>
        public Found TryNext()
        {
            Callback.Rethrow(callback);
            ResponseHandle match;
            ErrorHandle failure, error;
            HaloCode code = Native.halo_watch_try_next(handle, out match, out failure, out error);
            return new Found(Halo.Check(code, error), Response.JsonOf(match), failure);
        }

        /// <summary>The setting `resume` for the next run, as JSON.</summary>
        public string ResumePoint()
        {
            ResponseHandle response;
            ErrorHandle error;
            Halo.Check(Native.halo_watch_resume_point(handle, out response, out error), error);
            return Response.JsonOf(response);
        }

        public void Dispose()
        {
            handle.Dispose();
            if (callback != null) callback.Dispose();
        }
    }

    /// <summary>Many requests in parallel.</summary>
    public sealed class Fetch : IDisposable
    {
        readonly FetchHandle handle;
        readonly Callback callback;

        /// <param name="requests">A JSON list.</param>
        /// <param name="wake">Called on a thread of the fetch when a result is there, or null.</param>
        public Fetch(Client client, string requests, string options = null, Action wake = null, Cancel cancel = null)
        {
            callback = Callback.Of(wake);
            ErrorHandle error;
            var called = wake == null ? null : Callback.OnWake;
            HaloCode code = Native.halo_fetch_new(client.Handle, requests, options, called, Callback.Context(callback),
                Cancel.Of(cancel), out handle, out error);
            Halo.Check(code, error);
        }

        /// <summary>The next result, and the position of its request; null with the code `Pending` or `Over`.</summary>
        public Result Next(ulong timeoutMs, out HaloCode code, out ulong index)
        {
            Callback.Rethrow(callback);
            UIntPtr position;
            ResponseHandle response;
            ErrorHandle failure, error;
            code = Native.halo_fetch_next(handle, timeoutMs, out position, out response, out failure, out error);
            index = (ulong)position;
            return Halo.Check(code, error) == HaloCode.Ok ? Result.Of(response, failure) : null;
        }

        /// <summary>The numbers of complete, failed and all requests.</summary>
        public void Progress(out ulong done, out ulong failed, out ulong total)
        {
            UIntPtr first, second, third;
            ErrorHandle error;
            Halo.Check(Native.halo_fetch_progress(handle, out first, out second, out third, out error), error);
            done = (ulong)first;
            failed = (ulong)second;
            total = (ulong)third;
        }

        public void Dispose()
        {
            handle.Dispose();
            if (callback != null) callback.Dispose();
        }
    }

    /// <summary>Results that come in pages.</summary>
    public sealed class Pages : IDisposable
    {
        readonly PagesHandle handle;

        public Pages(Client client, string endpoint, string arguments = null, string options = null, Cancel cancel = null)
        {
            ErrorHandle error;
            HaloCode code = Native.halo_pages_new(
                client.Handle, endpoint, arguments, options, Cancel.Of(cancel), out handle, out error);
            Halo.Check(code, error);
        }

        /// <summary>The next page; null after the last one.</summary>
        public Response Next()
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_pages_next(handle, out response, out error);
            return Response.Of(code, response, error);
        }

        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>The highlight events of a film. Results are JSON.</summary>
    public sealed class FilmEvents : IDisposable
    {
        readonly FilmEventsHandle handle;

        internal FilmEvents(FilmEventsHandle handle) { this.handle = handle; }

        /// <summary>Reads them from a chunk in memory.</summary>
        public static FilmEvents Read(byte[] chunk, long filmMajorVersion)
        {
            FilmEventsHandle events;
            ErrorHandle error;
            Halo.Check(Native.halo_film_read_events(chunk, Halo.Length(chunk), filmMajorVersion, out events, out error), error);
            return new FilmEvents(events);
        }

        public string Json { get { return Halo.Text(Native.halo_film_events_json(handle)); } }

        public int Count { get { return checked((int)Native.halo_film_events_count(handle)); } }

        public string Timelines()
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_events_timelines(handle, out response, out error), response, error).Json;
        }

        public string KillPairs(long maxGapMs = 50)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_events_kill_pairs(handle, maxGapMs, out response, out error), response, error).Json;
        }

        public string MultiKills(long windowMs = 5000)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_events_multi_kills(handle, windowMs, out response, out error), response, error).Json;
        }

        public string MedalSequences(long gapMs)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_events_medal_sequences(handle, gapMs, out response, out error), response, error).Json;
        }

        /// <summary>Compares them with the content of `stats.match_stats`.</summary>
        public string Check(string matchStats)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_events_check(handle, matchStats, out response, out error), response, error).Json;
        }

        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>The progress of a download.</summary>
    public struct Progress
    {
        public readonly ulong Bytes, AllBytes, Chunks, AllChunks;

        internal Progress(ulong bytes, ulong allBytes, ulong chunks, ulong allChunks)
        {
            Bytes = bytes;
            AllBytes = allBytes;
            Chunks = chunks;
            AllChunks = allChunks;
        }
    }

    /// <summary>A downloaded chunk, and its entry of the manifest as JSON.</summary>
    public sealed class Chunk
    {
        public string Entry { get; internal set; }
        public byte[] Content { get; internal set; }
    }

    /// <summary>The film of a match.</summary>
    public sealed class Film : IDisposable
    {
        readonly FilmHandle handle;

        Film(FilmHandle handle) { this.handle = handle; }

        public static Film OfMatch(Client client, string matchId, string options = null, Cancel cancel = null)
        {
            FilmHandle film;
            ErrorHandle error;
            Halo.Check(Native.halo_film_of_match(client.Handle, matchId, options, Cancel.Of(cancel), out film, out error), error);
            return new Film(film);
        }

        public static Film FromManifest(Client client, string manifest)
        {
            FilmHandle film;
            ErrorHandle error;
            Halo.Check(Native.halo_film_from_manifest(client.Handle, manifest, out film, out error), error);
            return new Film(film);
        }

        public string Manifest { get { return Halo.Text(Native.halo_film_manifest(handle)); } }

        /// <summary>A chunk as the servers have it, compressed.</summary>
        public byte[] Chunk(long index, string options = null, Cancel cancel = null)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_film_chunk(handle, index, options, Cancel.Of(cancel), out response, out error);
            return Response.Of(code, response, error).Content;
        }

        /// <summary>The header, as JSON.</summary>
        public string Header(string options = null, Cancel cancel = null)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_film_header(handle, options, Cancel.Of(cancel), out response, out error);
            return Response.Of(code, response, error).Json;
        }

        /// <summary>The players, as JSON.</summary>
        public string Players(string options = null, Cancel cancel = null)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_film_players(handle, options, Cancel.Of(cancel), out response, out error);
            return Response.Of(code, response, error).Json;
        }

        /// <summary>The highlight events; null if the match is not over.</summary>
        public FilmEvents Events(string options = null, Cancel cancel = null)
        {
            FilmEventsHandle events;
            ErrorHandle error;
            HaloCode code = Native.halo_film_events(handle, options, Cancel.Of(cancel), out events, out error);
            return Halo.Check(code, error) == HaloCode.Ok ? new FilmEvents(events) : null;
        }

        /// <summary>Downloads the chunks to files. Returns their paths as a JSON list.</summary>
        public string DownloadToFolder(string folder, Action<Progress> progress = null, string options = null, Cancel cancel = null)
        {
            using (var callback = Callback.Of(progress))
            {
                ResponseHandle paths;
                ErrorHandle error;
                HaloCode code = Native.halo_film_download_to_folder(handle, folder, options,
                    progress == null ? null : Callback.OnProgress, Callback.Context(callback), Cancel.Of(cancel), out paths, out error);
                Callback.Rethrow(callback);
                return Response.Of(code, paths, error).Json;
            }
        }

        /// <summary>Downloads the chunks to memory.</summary>
        public Chunk[] DownloadToMemory(Action<Progress> progress = null, string options = null, Cancel cancel = null)
        {
            using (var callback = Callback.Of(progress))
            {
                FilmChunksHandle chunks;
                ErrorHandle error;
                HaloCode code = Native.halo_film_download_to_memory(handle, options,
                    progress == null ? null : Callback.OnProgress, Callback.Context(callback), Cancel.Of(cancel), out chunks, out error);
                using (chunks)
                {
                    Callback.Rethrow(callback);
                    Halo.Check(code, error);
                    var copies = new Chunk[checked((int)Native.halo_film_chunks_count(chunks))];
                    for (int position = 0; position < copies.Length; position++)
                    {
                        IntPtr bytes;
                        UIntPtr length, at = (UIntPtr)(ulong)position;
                        Halo.Check(Native.halo_film_chunks_bytes(chunks, at, out bytes, out length, out error), error);
                        copies[position] = new Chunk
                        {
                            Entry = Halo.Text(Native.halo_film_chunks_entry(chunks, at)),
                            Content = Halo.Bytes(bytes, length),
                        };
                    }
                    return copies;
                }
            }
        }

        /// <summary>Inflates a chunk.</summary>
        public static byte[] Inflate(byte[] chunk, ulong limit = 0)
        {
            ResponseHandle response;
            ErrorHandle error;
            HaloCode code = Native.halo_film_inflate(chunk, Halo.Length(chunk), (UIntPtr)limit, out response, out error);
            return Response.Of(code, response, error).Content;
        }

        /// <summary>Reads the header of a film, as JSON.</summary>
        public static string ReadHeader(byte[] chunk)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_read_header(chunk, Halo.Length(chunk), out response, out error), response, error).Json;
        }

        /// <summary>Reads the players that a chunk names, as JSON.</summary>
        public static string ReadPlayers(byte[] chunk)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_read_players(chunk, Halo.Length(chunk), out response, out error), response, error).Json;
        }

        /// <summary>Lists the packets of a chunk, as JSON.</summary>
        public static string ReadPackets(byte[] chunk)
        {
            ResponseHandle response;
            ErrorHandle error;
            return Response.Of(Native.halo_film_read_packets(chunk, Halo.Length(chunk), out response, out error), response, error).Json;
        }

        public void Dispose() { handle.Dispose(); }
    }
}
