using Baize.PlatformTests.Support;

namespace Baize.PlatformTests.Nginx;

/// <summary>A real nginx with a variant of <c>deploy/nginx</c> in front of three stubs of game servers and one of the API.</summary>
internal sealed class BalancedStubs : IAsyncDisposable
{
    private BalancedStubs(IReadOnlyList<UpstreamStub> games, UpstreamStub api, NginxProcess nginx) => (Games, Api, Nginx) = (games, api, nginx);

    public IReadOnlyList<UpstreamStub> Games { get; }

    public UpstreamStub Api { get; }

    public NginxProcess Nginx { get; }

    public HttpClient Http { get; } = new();

    public static async Task<BalancedStubs> StartAsync(string variant)
    {
        UpstreamStub[] stubs = [new(), new(), new(), new()];
        foreach (var stub in stubs)
            await stub.StartAsync();
        var nginx = new NginxProcess(variant, stubs[..3].Select(s => s.Port), stubs[3].Port);
        await nginx.StartAsync();
        return new BalancedStubs(stubs[..3], stubs[3], nginx);
    }

    /// <summary>Asks for a path as if from an address.</summary>
    /// <returns>Status, and the port of the stub that answered.</returns>
    public async Task<(int Status, string Body)> GetAsync(string path, string? from = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Nginx.Address, path));
        if (from is not null)
            request.Headers.Add(NginxProcess.ClientAddressHeader, from);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Nginx.DisposeAsync();
        foreach (var stub in Games)
            await stub.DisposeAsync();
        await Api.DisposeAsync();
        Http.Dispose();
    }
}
