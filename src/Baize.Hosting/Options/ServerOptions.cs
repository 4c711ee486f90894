using Microsoft.Extensions.Configuration;

namespace Baize.Hosting.Options;

/// <summary>This process' place on its host. Section <c>server</c>.</summary>
public sealed class ServerOptions
{
    /// <summary><c>release</c> or <c>debug</c>; debug logs more. Default <c>release</c>.</summary>
    public string Mode { get; set; } = "release";

    /// <summary>Advertised to others, a host name or address without port; empty: detected. Never <c>0.0.0.0</c>.</summary>
    public string Address { get; set; } = "";

    /// <summary>The API's port. Default 8080; 1 to 65535.</summary>
    public int Port { get; set; } = 8080;

    /// <summary>The game server's port. Default 8081; 1 to 65535.</summary>
    [ConfigurationKeyName("game_port")]
    public int GamePort { get; set; } = 8081;

    /// <summary>The admin page's port. Default 8082; 1 to 65535.</summary>
    [ConfigurationKeyName("admin_port")]
    public int AdminPort { get; set; } = 8082;

    /// <summary>The gateway's port. Default 8000; 1 to 65535.</summary>
    [ConfigurationKeyName("gateway_port")]
    public int GatewayPort { get; set; } = 8000;

    /// <summary>Tells the instances of a host apart in ids. Default 0; 0 or more.</summary>
    [ConfigurationKeyName("machine_id")]
    public int MachineId { get; set; }

    /// <summary>The instance's id, 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>; empty: <c>&lt;machine_id&gt;-&lt;unix seconds&gt;</c>, made unique.</summary>
    [ConfigurationKeyName("instance_id")]
    public string InstanceId { get; set; } = "";
}
