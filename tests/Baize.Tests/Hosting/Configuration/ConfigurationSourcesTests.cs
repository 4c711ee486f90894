namespace Baize.Tests.Hosting.Configuration;

public sealed class ConfigurationSourcesTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Load_NoFile_GivesDefaults()
    {
        Assert.Equal("8080", _host.Get("server.port"));
        Assert.Equal("release", _host.Get("server.mode"));
        Assert.Equal("", _host.Get("redis.connection"));
    }

    [Fact]
    public void Load_FileInWorkingFolder_OverridesDefault()
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 9000\n");
        Assert.Equal("9000", _host.Get("server.port"));
        Assert.Equal("8081", _host.Get("server.game_port"));
    }

    [Theory]
    [InlineData("app/bin/configs/config.yaml")]
    [InlineData("app/configs/config.yaml")]
    [InlineData("configs/config.yaml")]
    public void Load_FileNextToOrAboveProgram_IsFound(string path)
    {
        _host.Write(path, "server:\n  port: 9000\n");
        Assert.Equal("9000", _host.Get("server.port"));
    }

    [Fact]
    public void Load_FilesInBothPlaces_TakesWorkingFoldersAlone()
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 9000\n");
        _host.Write("app/bin/configs/config.yaml", "server:\n  port: 9100\n  game_port: 9101\n");
        Assert.Equal("9000", _host.Get("server.port"));
        Assert.Equal("8081", _host.Get("server.game_port"));
    }

    [Theory]
    [InlineData("--config", "other/my.yaml")]
    [InlineData("--config=other/my.yaml", null)]
    public void Load_ConfigNamed_TakesThatFileAlone(string first, string? second)
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 9000\n  game_port: 9001\n");
        _host.Write("work/other/my.yaml", "server:\n  port: 9200\n");
        string[] args = second is null ? [first] : [first, second];
        Assert.Equal("9200", _host.Get("server.port", args));
        Assert.Equal("8081", _host.Get("server.game_port", args));
    }

    [Fact]
    public void Load_Production_LaysItsFileOver()
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 9000\n  game_port: 9001\n");
        _host.Write("work/configs/config.prod.yaml", "server:\n  game_port: 9101\n");
        Assert.Equal("9001", _host.Get("server.game_port"));
        foreach (var mode in (string[])["prod", "PROD", "production"])
        {
            _host["APP_ENV"] = mode;
            Assert.Equal("9000", _host.Get("server.port"));
            Assert.Equal("9101", _host.Get("server.game_port"));
        }
    }

    [Fact]
    public void Load_ProductionWithConfigNamed_TakesOverlayOfItsFolder()
    {
        _host["APP_ENV"] = "prod";
        _host.Write("work/configs/config.prod.yaml", "server:\n  port: 9000\n");
        var file = _host.Write("other/config.yaml", "");
        _host.Write("other/config.prod.yaml", "server:\n  port: 9300\n");
        Assert.Equal("9300", _host.Get("server.port", "--config", file));
    }

    [Fact]
    public void Load_AllSources_StrongestWins()
    {
        _host.Write("work/configs/config.yaml", "server:\n  port: 1\n  game_port: 1\n  admin_port: 1\n  machine_id: 1\n");
        _host.Write("work/configs/config.prod.yaml", "server:\n  game_port: 2\n  admin_port: 2\n  machine_id: 2\n");
        (_host["APP_ENV"], _host["SERVER_ADMIN_PORT"], _host["SERVER_MACHINE_ID"]) = ("prod", "3", "3");
        string[] args = ["--server:machine_id", "4"];
        Assert.Equal("1", _host.Get("server.port", args));
        Assert.Equal("2", _host.Get("server.game_port", args));
        Assert.Equal("3", _host.Get("server.admin_port", args));
        Assert.Equal("4", _host.Get("server.machine_id", args));
    }

    [Theory]
    [InlineData("--server:address=a.example", null)]
    [InlineData("--server:address", "a.example")]
    [InlineData("--server.address", "a.example")]
    public void Load_CommandLine_TakesBothForms(string first, string? second) =>
        Assert.Equal("a.example", _host.Get("server.address", second is null ? [first] : [first, second]));

    [Fact]
    public void Load_CommandLineEmptyValue_ClearsKey()
    {
        _host["REDIS_CONNECTION"] = "127.0.0.1:1";
        Assert.Equal("", _host.Get("redis.connection", "--redis:connection", ""));
    }

    [Fact]
    public void Load_VariableEmpty_CountsAsNotSet()
    {
        _host.Write("work/configs/config.yaml", "redis:\n  connection: redis:6379\n");
        _host["REDIS_CONNECTION"] = "";
        Assert.Equal("redis:6379", _host.Get("redis.connection"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("server:\n")]
    [InlineData("server:\n  port:\n")]
    [InlineData("server:\n  port: ~\n")]
    [InlineData("server: {}\n")]
    public void Load_FileThatSaysNothing_LeavesDefaults(string yaml)
    {
        _host.Write("work/configs/config.yaml", yaml);
        Assert.Equal("8080", _host.Get("server.port"));
    }

    [Fact]
    public void Load_QuotedEmptyValue_Overrides()
    {
        _host.Write("work/configs/config.yaml", "redis:\n  connection: redis:6379\n");
        _host.Write("work/configs/config.prod.yaml", "redis:\n  connection: \"\"\n");
        _host["APP_ENV"] = "prod";
        Assert.Equal("", _host.Get("redis.connection"));
    }
}
