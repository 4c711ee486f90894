using System.Net;
using Baize.Cluster.Instances;
using Baize.Tests.Api.Support;

namespace Baize.Tests.Api;

/// <summary>The button that kills a server, as the API takes it.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Kill_AnotherInstanceIsActive_AsksThatInstanceAndNoOther()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        foreach (var instance in instances)
            instance.AnswersStatus(202);

        var reply = await api.PostAsync("dev/instances/gs-2/kill");

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Empty(instances[0].Requests);
        Assert.Equal("/internal/dev/kill", Assert.Single(instances[1].Requests).Path);
    }

    [Fact]
    public async Task Kill_NobodyToGoOnWith_IsRefused()
    {
        await using var api = await TestApi.StartAsync();
        var instances = await api.WithInstancesAsync("gs-1", "gs-2");
        api.Source.Instances = [instances[0].Record(), instances[1].Record(state: InstanceState.Draining)];

        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("dev/instances/gs-1/kill", "")).Status);
        Assert.Empty(instances[0].Requests);
    }

    [Fact]
    public async Task Kill_InstanceIsNotListed_NamesThoseThatAre()
    {
        await using var api = await TestApi.StartAsync();
        await api.WithInstancesAsync("gs-1", "gs-2");

        var reply = await api.PostAsync("dev/instances/gs-9/kill");

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("gs-1, gs-2", reply.Body, StringComparison.Ordinal);
    }
}
