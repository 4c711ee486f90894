using System.Net;
using Baize.Api.Routing;
using Baize.Cluster.Instances;
using Baize.Protocol.Api;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

/// <summary>Every way in which the instance that should answer does not.</summary>
public sealed class RouterTests
{
    private const string Room = "rooms/room123";

    [Fact]
    public async Task Call_RoomHasAnOwner_AsksTheOwner()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3");
        api.Source.Owners["room123"] = "gs-3"; // the busiest

        (await api.GetAsync(Room)).Ok();

        Assert.Equal([0, 0, 1], instances.Select(i => i.Requests.Count));
        Assert.Equal(TestApi.Key, instances[2].Requests[0].Key);
    }

    [Fact]
    public async Task Call_RoomHasNoOwner_AsksTheLeastBusy()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");

        (await api.GetAsync(Room)).Ok();

        Assert.Equal([1, 0], instances.Select(i => i.Requests.Count));
    }

    [Fact]
    public async Task Call_EquallyBusyInstances_AreAllAsked()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Instances = [.. instances.Select(i => i.Record())];

        for (var calls = 0; calls < 40; calls++) // that one of two gets none by chance: 2 in 10^12
            (await api.GetAsync(Room)).Ok();

        Assert.All(instances, i => Assert.NotEmpty(i.Requests));
    }

    [Fact]
    public async Task Call_OwnerIsNotInTheRegistry_AsksAnother()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1");
        api.Source.Owners["room123"] = "gs-gone";

        (await api.GetAsync(Room)).Ok();

        Assert.Single(instances[0].Requests);
    }

    [Fact]
    public async Task Call_OwnerIsDeadButListed_AsksAnother()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";
        await instances[1].DisposeAsync();

        (await api.PostAsync($"{Room}/ready")).Ok();

        Assert.Single(instances[0].Requests);
    }

    [Fact]
    public async Task Call_AllButOneAreDead_AsksOnUntilOneAnswers()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3", "gs-4");
        foreach (var dead in instances[..3])
            await dead.DisposeAsync();

        (await api.GetAsync(Room)).Ok();

        Assert.Single(instances[3].Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)] // it has another internal key
    public async Task Call_OwnerRefuses_AsksAnother(int status)
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";
        instances[1].AnswersStatus(status);

        (await api.PostAsync($"{Room}/ready")).Ok();

        Assert.Single(instances[0].Requests);
        Assert.Single(instances[1].Requests);
    }

    [Fact]
    public async Task Call_OwnerIsStalled_AnotherAnswers()
    {
        await using var api = await TestApi.StartAsync(router: new RouterOptions());
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";
        instances[1].Stalls();

        (await api.PostAsync($"{Room}/ready")).Ok();

        Assert.Single(instances[0].Requests);
    }

    [Fact]
    public async Task Call_TwoInstancesAreStalled_TheThirdAnswers()
    {
        await using var api = await TestApi.StartAsync(router: new RouterOptions { Hedge = TimeSpan.FromMilliseconds(100), Total = TimeSpan.FromSeconds(40) });
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3");
        instances[0].Stalls();
        instances[1].Stalls();

        (await api.GetAsync(Room)).Ok();

        Assert.Single(instances[2].Requests);
    }

    [Fact]
    public async Task Call_AllAreStalled_Is503WithinTheDeadline()
    {
        await using var api = await TestApi.StartAsync(router: new RouterOptions { Hedge = TimeSpan.FromMilliseconds(100), Total = TimeSpan.FromSeconds(1) });
        foreach (var instance in await api.WithInstancesAsync("gs-1", "gs-2"))
            instance.Stalls();

        Assert.Equal("unavailable", (await api.GetAsync(Room)).Problem(HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task Call_TheOnlyInstanceIsSlow_IsWaitedFor()
    {
        await using var api = await TestApi.StartAsync(router: new RouterOptions { Hedge = TimeSpan.FromMilliseconds(100), Total = TimeSpan.FromSeconds(40) });
        var instance = (await api.WithInstancesAsync("gs-1"))[0];
        instance.Answer = async (context, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
            await FakeInstance.WriteAsync(context, FakeInstance.RoomJson("room123", 1));
        };

        (await api.GetAsync(Room)).Ok();

        Assert.Single(instance.Requests);
    }

    [Fact]
    public async Task Call_OwnerIsDraining_AsksAnActiveOne()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Owners["room123"] = "gs-2";
        api.Source.Instances = [instances[0].Record(connections: 500), instances[1].Record(state: InstanceState.Draining)];

        (await api.GetAsync(Room)).Ok();

        Assert.Equal([1, 0], instances.Select(i => i.Requests.Count));
    }

    [Fact]
    public async Task Call_AllAreDraining_AsksOneAllTheSame()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1");
        api.Source.Instances = [instances[0].Record(state: InstanceState.Draining)];

        (await api.GetAsync(Room)).Ok();
    }

    [Fact]
    public async Task Call_NoInstanceIsListed_Is503WithRetryAfter()
    {
        await using var api = await TestApi.StartAsync();

        var reply = await api.PostAsync($"{Room}/join");

        Assert.Equal("unavailable", reply.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Call_AllListedInstancesAreDead_Is503WithRetryAfter()
    {
        await using var api = await TestApi.StartAsync();
        foreach (var dead in await api.WithInstancesAsync("gs-1", "gs-2"))
            await dead.DisposeAsync();

        var reply = await api.GetAsync("rooms");

        Assert.Equal("unavailable", reply.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Call_EveryInstanceSays503_AsksTwoAndIs503()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2", "gs-3", "gs-4");
        foreach (var instance in instances)
            instance.AnswersStatus(503);

        var reply = await api.PostAsync($"{Room}/ready");

        Assert.Equal("unavailable", reply.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("1", reply.Header("Retry-After"));
        Assert.Equal(2, instances.Sum(i => i.Requests.Count)); // more would make an outage of Redis worse
    }

    [Fact]
    public async Task Call_RoomSaysUnavailable_Is503WithRetryAfter()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1");
        instances[0].AnswersCalls(_ => new RoomCallReply("gs-1", "unavailable", "The room is changing hands.", 0, null, null));

        var reply = await api.PostAsync($"{Room}/ready");

        Assert.Equal("unavailable", reply.Problem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("1", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Call_RegistryNamesWhatIsNoAddress_AsksTheOthers()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1");
        api.Source.Instances = [new InstanceRecord("gs-0", "no address/", 1, 0), instances[0].Record(connections: 9)];

        (await api.GetAsync(Room)).Ok();
    }

    [Fact]
    public async Task Write_RetriedOnAnotherInstance_BearsTheSameRequestId()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        instances[0].AnswersStatus(500);

        (await api.PostAsync($"{Room}/ready")).Ok();

        var ids = instances.Select(i => Assert.Single(i.Requests).Call().Id).ToList();
        Assert.NotNull(ids[0]);
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Call_AnswerIsNotWhatItShouldBe_Is503()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1");
        instances[0].AnswersJson("<html>not a game server</html>");

        Assert.Equal("unavailable", (await api.PostAsync($"{Room}/ready")).Problem(HttpStatusCode.ServiceUnavailable));
    }
}
