using System.Text.Json;
using Baize.Cluster.Instances;
using Baize.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baize.Instances;

/// <summary>One look at the cluster, as text or for a live display.</summary>
internal sealed class StatusView(IInstances instances, LiveFigures figures, bool json, TimeProvider time)
{
    /// <summary>As text.</summary>
    /// <exception cref="CommandException">No answer from the API or Redis.</exception>
    public async Task<string> RenderAsync(CancellationToken cancellationToken)
    {
        var list = await instances.ListAsync(cancellationToken);
        if (json)
            return JsonSerializer.Serialize(list, InstanceJson.Default.InstanceList);
        return list.Instances.Count == 0
            ? "No game server is alive."
            : Terminal.Render(StatusTable.Of(list, await figures.AskAsync(list, cancellationToken), time.GetUtcNow()), Terminal.HasColour);
    }

    /// <summary>As text; what is wrong instead, where there is no answer: whoever watches waits for it to come back.</summary>
    public async Task<string> RenderOrTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RenderAsync(cancellationToken);
        }
        catch (CommandException ex)
        {
            return json ? JsonSerializer.Serialize(new StatusFault(ex.Message), StatusJson.Default.StatusFault) : ex.Message;
        }
    }

    /// <summary>For a live display.</summary>
    public async Task<IRenderable> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await instances.ListAsync(cancellationToken);
            var live = await figures.AskAsync(list, cancellationToken);
            var now = time.GetUtcNow();
            return new Rows(
                new Markup($"[bold]{StatusTable.Summary(list, live)}[/]  [dim]{now.ToLocalTime():HH:mm:ss}, Ctrl-C ends[/]"),
                StatusTable.Of(list, live, now));
        }
        catch (CommandException ex)
        {
            return new Markup($"[red]{Markup.Escape(ex.Message)}[/]");
        }
    }
}
