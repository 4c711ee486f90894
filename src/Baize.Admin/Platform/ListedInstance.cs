namespace Baize.Admin.Platform;

/// <summary>An instance as <c>GET /api/v1/instances</c> lists it.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Address">Where others reach it.</param>
/// <param name="Port">The game port.</param>
internal sealed record ListedInstance(string InstanceId, string Address, int Port)
{
    /// <summary>Unix seconds.</summary>
    public long RegisteredAt { get; init; }

    public string State { get; init; } = "active";

    public int Connections { get; init; }

    public int Rooms { get; init; }

    public string Version { get; init; } = "";

    public int Pid { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long HeartbeatAt { get; init; }

    /// <summary>One of its endpoints.</summary>
    public Uri At(string path) => new(new UriBuilder(Uri.UriSchemeHttp, Address, Port).Uri, path);
}
