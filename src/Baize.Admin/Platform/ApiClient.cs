using System.Net;
using Baize.Hosting.Options;
using Microsoft.Extensions.Options;

namespace Baize.Admin.Platform;

/// <summary>Asks the API; where there are several, the one that answered last, and the next where it does not.</summary>
internal sealed class ApiClient(PlatformClient platform, IOptions<AdminOptions> admin, IOptions<ServerOptions> server)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5); // it waits for Redis for 2 s

    private readonly Uri[] _addresses = Addresses(admin.Value.Api, server.Value.Port);
    private int _last;

    /// <summary>The one that answered last, or is asked first.</summary>
    public Uri Address => _addresses[Volatile.Read(ref _last)];

    /// <summary>The live instances, and how the API is.</summary>
    public async Task<ApiView> LookAsync(CancellationToken cancellationToken)
    {
        var first = Volatile.Read(ref _last);
        var view = new ApiView(Address, Instances: null, Health: null, "It was not asked.");
        for (var i = 0; i < _addresses.Length; i++)
        {
            var at = (first + i) % _addresses.Length;
            view = await LookAsync(_addresses[at], cancellationToken);
            if (view.Fault is not null)
                continue;
            Volatile.Write(ref _last, at);
            break;
        }
        return view;
    }

    private async Task<ApiView> LookAsync(Uri address, CancellationToken cancellationToken)
    {
        var list = platform.GetAsync(new Uri(address, "/api/v1/instances"), Timeout, cancellationToken);
        var health = await platform.GetAsync(new Uri(address, "/health/ready"), Timeout, cancellationToken); // its 503 has a body too
        var answer = await list;
        var instances = answer.IsSuccess ? answer.Read(AdminJson.Default.ListedInstances)?.Instances : null;
        return new ApiView(address, instances, health.Read(AdminJson.Default.ApiHealth), instances is null ? answer.Describe() : null);
    }

    private static Uri[] Addresses(string configured, int port)
    {
        Uri[] given = [.. configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(a => new Uri(a))];
        return given.Length > 0 ? given : [new UriBuilder(Uri.UriSchemeHttp, IPAddress.Loopback.ToString(), port).Uri];
    }
}
