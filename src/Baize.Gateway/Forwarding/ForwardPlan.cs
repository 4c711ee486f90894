using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Baize.Gateway.Forwarding;

/// <summary>How a kind of request is forwarded.</summary>
/// <param name="Patience">Until an answer must begin, where there are others to ask.</param>
/// <param name="LastPatience">Until the answer of the last one must begin.</param>
/// <param name="ActivityTimeout">Until a request or a socket on which nothing moves is ended.</param>
/// <param name="Nobody">What to say where nobody took it.</param>
internal sealed record ForwardPlan(TimeSpan Patience, TimeSpan LastPatience, TimeSpan ActivityTimeout, string Nobody)
{
    /// <summary>Upstreams asked for one request: the best, and two that may know better.</summary>
    public const int MaxAttempts = 3;

    /// <summary>A handshake. An instance that is stopped takes connections and never answers; a ping every 25 s keeps a socket that is alive.</summary>
    public static readonly ForwardPlan Socket = new(
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100), "No game-server instance takes connections now. Reconnect in a moment.");

    /// <summary>A call of the API, which itself goes on asking instances for 8 s.</summary>
    public static readonly ForwardPlan Call = new(
        TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(30), "The API does not answer. Try again with the same id.");

    /// <summary>HTTP/1.1: over HTTP/2 sockets would share one connection's flow control.</summary>
    public ForwarderRequestConfig Config { get; } = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = ActivityTimeout,
    };
}
