namespace Baize.Bench.Compare;

/// <summary>Who is measured.</summary>
internal enum Side
{
    /// <summary>Two game servers and a Redis.</summary>
    Baize,

    /// <summary>Two SignalR servers and a Redis as their backplane.</summary>
    SignalR,

    /// <summary>Sixteen game servers and a Redis; clients connect to two of them.</summary>
    Baize16,
}
