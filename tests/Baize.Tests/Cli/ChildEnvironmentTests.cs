using Baize.Hosting.Options;
using Baize.Up;

namespace Baize.Tests.Cli;

public sealed class ChildEnvironmentTests
{
    private static readonly PortPlan Ports = PortPlan.Create(100, 3);

    [Fact]
    public void GameServer_EachOfThem_DiffersInPortAndMachineIdAlone()
    {
        var environment = Create(new AuthOptions());

        var (first, third) = (environment.GameServer(1, 101), environment.GameServer(3, 104));

        Assert.Equal(["SERVER_GAME_PORT", "SERVER_MACHINE_ID"], first.Keys.Where(k => first[k] != third[k]).Order());
        Assert.Equal(("101", "1"), (first["SERVER_GAME_PORT"], first["SERVER_MACHINE_ID"]));
        Assert.Equal(("104", "3"), (third["SERVER_GAME_PORT"], third["SERVER_MACHINE_ID"]));
    }

    [Fact]
    public void Api_AndGameServers_ShareSecretsStoreAndWatch()
    {
        var environment = Create(new AuthOptions { JwtSecret = "jwt", InternalKey = "key" });

        foreach (var of in (IReadOnlyDictionary<string, string?>[])[environment.Api, environment.GameServer(2, 103)])
        {
            Assert.Equal("127.0.0.1:109", of["REDIS_CONNECTION"]);
            Assert.Equal("jwt", of["AUTH_JWT_SECRET"]);
            Assert.Equal("key", of["AUTH_INTERNAL_KEY"]);
            Assert.Equal("5", of["DRAIN_TIMEOUT"]);
            Assert.Equal("100", of["SERVER_PORT"]);
            Assert.Equal("1", of["BAIZE_WATCH_STDIN"]);
        }
    }

    [Fact]
    public void Api_InstanceIdOfTheUsersEnvironment_IsTakenAway() => Assert.Null(Create(new AuthOptions()).Api["SERVER_INSTANCE_ID"]);

    [Fact]
    public void Api_NoOriginsGiven_AllowsThePageByAllNamesOfThisMachine() => Assert.Equal(
        "http://localhost:100,http://127.0.0.1:100,http://10.0.0.7:100,http://desk:100,http://desk.local:100,"
        + "http://localhost:110,http://127.0.0.1:110,http://10.0.0.7:110,http://desk:110,http://desk.local:110,"
        + "http://localhost:108,http://127.0.0.1:108,http://10.0.0.7:108,http://desk:108,http://desk.local:108",
        Create(new AuthOptions()).Api["AUTH_ALLOWED_ORIGINS"]);

    [Fact]
    public void Api_OriginsGiven_AreKept() =>
        Assert.Equal("https://play.example", Create(new AuthOptions { AllowedOrigins = "https://play.example" }).Api["AUTH_ALLOWED_ORIGINS"]);

    private static ChildEnvironment Create(AuthOptions auth) => new(Ports, "127.0.0.1:109", "10.0.0.7", "desk", auth, drain: 5);
}
