using Baize.Cluster.Instances;

namespace Baize.Nginx;

/// <summary><c>GET /health/ready</c>.</summary>
internal sealed class HttpReadyCheck(HttpClient http) : IReadyCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async Task<bool> IsReadyAsync(InstanceRecord instance, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var answer = await http.GetAsync(new Uri(instance.BaseAddress(), "health/ready"), either.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception ex) when (ex is HttpRequestException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false; // dead or stuck: it is off the list for good reason
        }
    }
}
