using System.Net.Http.Json;
using System.Text.Json;
using Baize.Cluster.Instances;

namespace Baize.Instances;

/// <summary>The instances as the API's router sees them.</summary>
internal sealed class ApiInstances(HttpClient http, Uri api) : IInstances
{
    private readonly Uri _list = new($"{api.AbsoluteUri.TrimEnd('/')}/api/v1/instances");

    public async Task<InstanceList> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync(_list, InstanceJson.Default.InstanceList, cancellationToken)
                ?? throw new CommandException($"{_list} answers null; it must be an object with instances.");
        }
        catch (HttpRequestException ex)
        {
            var answer = ex.StatusCode is { } status ? $"answers {(int)status}" : $"does not answer ({ex.Message})";
            throw new CommandException($"{_list} {answer}. Is this the API's address? --api names another.", ex);
        }
        catch (JsonException ex)
        {
            throw new CommandException($"{_list} answers something else than instances: {ex.Message}", ex);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{_list} does not answer within {http.Timeout.TotalSeconds:0} s.", ex);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
