using System.Net.Http.Json;
using System.Text.Json;
using Baize.Cluster.Instances;

namespace Baize.Instances;

/// <summary>Asks each instance itself how it does.</summary>
internal sealed class LiveFigures(HttpClient http)
{
    /// <summary>One that is dead or stuck must not hold up the picture of the others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    /// <summary>The figures of those that answer, by instance id.</summary>
    public async Task<IReadOnlyDictionary<string, InstanceFigures>> AskAsync(InstanceList list, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(list.Instances.Select(async i => (i.InstanceId, Figures: await AskAsync(i, cancellationToken))));
        return answers.Where(a => a.Figures is not null).ToDictionary(a => a.InstanceId, a => a.Figures!, StringComparer.Ordinal);
    }

    private async Task<InstanceFigures?> AskAsync(InstanceRecord instance, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await http.GetFromJsonAsync(new Uri(instance.BaseAddress(), "stats"), StatusJson.Default.InstanceFigures, either.Token);
        }
        catch (Exception ex) when (ex is HttpRequestException or JsonException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null; // the table shows that it does not answer
        }
    }
}
