using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>Rooms. Section <c>rooms</c>.</summary>
public sealed class RoomsOptions
{
    /// <summary>Whether joining an unknown id makes a relay room. Default true.</summary>
    public bool Implicit { get; set; } = true;

    /// <summary>Events kept per room for resuming. Default 256; 16 to 4096.</summary>
    [ConfigurationKeyName("log_events")]
    public int LogEvents { get; set; } = 256;

    /// <summary>Seconds that a member who lost all connections stays one. Default 30; 1 to 86400.</summary>
    [ConfigurationKeyName("disconnect_grace")]
    public int DisconnectGrace { get; set; } = 30;
}
