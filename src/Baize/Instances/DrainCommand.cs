using System.CommandLine;
using Baize.Cluster.Instances;
using Baize.Hosting.Auth;

namespace Baize.Instances;

/// <summary><c>baize drain</c>.</summary>
internal static class DrainCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly Argument<string> Instance = new("instance") { Description = "Its id, as `baize status` shows it." };

    private static readonly Option<string> Key = new("--key")
    {
        Description = "The platform's auth.internal_key. Else AUTH_INTERNAL_KEY.",
        HelpName = "key",
    };

    private static readonly Option<int> Patience = new("--timeout")
    {
        Description = "Seconds until this command gives up waiting; the instance goes on draining.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 120,
    };

    public static Command Create()
    {
        var command = new Command("drain", "Has a game server leave: it takes nothing new, hands its rooms and players over, and ends.")
        {
            Instance,
            Key,
            Patience,
        };
        foreach (var option in InstanceOptions.All)
            command.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(Instance);
        if ((arguments.GetValue(Key) ?? Environment.GetEnvironmentVariable("AUTH_INTERNAL_KEY")) is not { Length: > 0 } key)
            throw new CommandException("the platform's internal key is missing: give --key, or set AUTH_INTERNAL_KEY.");
        using var http = new HttpClient { Timeout = InstanceOptions.RequestTimeout };
        await using var instances = await InstanceOptions.OpenAsync(arguments, http, cancellationToken);
        var list = (await instances.ListAsync(cancellationToken)).Instances;
        var instance = list.FirstOrDefault(i => i.InstanceId == id)
            ?? throw new CommandException($"no live instance is called '{id}'; there {(list.Count == 0 ? "are none" : "are " + string.Join(", ", list.Select(i => i.InstanceId)))}.");

        await AskAsync(http, instance, key, cancellationToken);
        Console.WriteLine($"{id} drains.");
        await WaitGoneAsync(instances, instance, TimeSpan.FromSeconds(arguments.GetValue(Patience)), TimeProvider.System, cancellationToken);
        return 0;
    }

    private static async Task AskAsync(HttpClient http, InstanceRecord instance, string key, CancellationToken cancellationToken)
    {
        var url = new Uri(instance.BaseAddress(), "/internal/drain");
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.TryAddWithoutValidation(InternalKey.Header, key);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode == 401)
                throw new CommandException($"{url} answers 401: --key is not this platform's auth.internal_key.");
            if (!response.IsSuccessStatusCode)
                throw new CommandException($"{url} answers {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}".Trim());
        }
        catch (Exception ex) when (ex is HttpRequestException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandException($"{url} does not answer ({ex.Message}). This command must reach the instance's own address.", ex);
        }
    }

    /// <summary>Tells how far it is whenever that changes.</summary>
    private static async Task WaitGoneAsync(
        IInstances instances, InstanceRecord instance, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var told = "";
        while ((await instances.ListAsync(cancellationToken)).Instances.FirstOrDefault(i => i.InstanceId == instance.InstanceId) is { } now)
        {
            if (time.GetElapsedTime(started) > patience)
                throw new CommandException($"{instance.InstanceId} is still there after {patience.TotalSeconds:0} s; it goes on draining.");
            var figures = $"{now.State}: {now.Connections} connections, {now.Rooms} rooms";
            if (figures != told)
                Console.WriteLine($"  {figures}");
            told = figures;
            await Task.Delay(Pause, time, cancellationToken);
        }
        Console.WriteLine($"{instance.InstanceId} is gone, after {time.GetElapsedTime(started).TotalSeconds:0.0} s.");
    }
}
