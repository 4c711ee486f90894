using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Packages;

/// <summary>A game made by <c>dotnet new baize-game</c> and built from the packages alone; and a platform whose one game server is that game's own.</summary>
public sealed class MadeGame : IAsyncLifetime
{
    private BaizePlatform? _platform;

    internal Workshop Workshop { get; } = new();

    /// <summary>The platform. Skips the calling test where redis-server is not installed.</summary>
    internal BaizePlatform Platform
    {
        get
        {
            Tools.Find("redis-server");
            return _platform ?? throw new InvalidOperationException("The platform has not started; its own failure tells why.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        await Workshop.PackAsync("libraries");
        string[] hive = ["--debug:custom-hive", Workshop.At(".templates")]; // this user's own templates are left alone
        await Workshop.RunAsync("", "dotnet", ["new", "install", Path.Combine(Workshop.Packages, $"Baize.Templates.{Workshop.Version}.nupkg"), .. hive]);
        await Workshop.RunAsync("", "dotnet", ["new", "baize-game", "-n", "MyGame", "--title", "A Game of Mine", .. hive]);
        await Workshop.RunAsync("MyGame", "dotnet", ["build", "--nologo"]);

        // Named as the platform's own is, for the platform to start.
        var library = Workshop.At("MyGame", "MyGame.Server", "bin", "Debug", "net10.0", "MyGame.Server.dll");
        Directory.CreateDirectory(Workshop.At("bin"));
        File.Copy(Repository.Executable("game-server"), Workshop.At("bin", "game-server")); // for its rights
        Workshop.Write("bin/game-server", $"#!/bin/sh\nexec dotnet '{library}' \"$@\"\n");
        if (Tools.IsInstalled("redis-server"))
            _platform = await BaizePlatform.StartAsync(new PlatformSettings { Instances = 1, GameServerBin = Workshop.At("bin") });
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        Workshop.Dispose();
    }
}
