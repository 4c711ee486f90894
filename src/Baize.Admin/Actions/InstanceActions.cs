using System.Text.Json.Serialization.Metadata;
using Baize.Admin.Audit;
using Baize.Admin.Overview;
using Baize.Admin.Platform;

namespace Baize.Admin.Actions;

/// <summary>What is done to instances.</summary>
internal static class InstanceActions
{
    private const int MaxText = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static Task<IResult> DrainAsync(HttpContext http, string id, DrainRequest? request, Sampler sampler, PlatformClient platform, AuditLog audit) =>
        AskAsync(http, id, request?.Exit == false ? "drain, stay" : "drain", "/internal/drain", request ?? new DrainRequest(), AdminJson.Default.DrainRequest, sampler, platform, audit);

    public static Task<IResult> UndrainAsync(HttpContext http, string id, Sampler sampler, PlatformClient platform, AuditLog audit) =>
        AskAsync(http, id, "undrain", "/internal/undrain", new DrainRequest(), AdminJson.Default.DrainRequest, sampler, platform, audit);

    /// <summary>Tells everyone online, each instance its own connections; once each, for a second time would be seen twice.</summary>
    public static async Task<IResult> AnnounceAsync(HttpContext http, AnnounceRequest request, Sampler sampler, PlatformClient platform, AuditLog audit)
    {
        if (request.Text?.Trim() is not { Length: > 0 and <= MaxText } text)
            return Refusals.BadField("text", request.Text is null ? null : $"{request.Text.Length} characters", $"1 to {MaxText} characters");
        var body = new BroadcastBody("lobby", new AnnounceRequest(text));
        var outcomes = await Task.WhenAll(sampler.Living.Select(async instance =>
        {
            var answer = await platform.PostAsync(instance.At("/internal/broadcast"), body, AdminJson.Default.BroadcastBody, Timeout, http.RequestAborted);
            return answer.IsSuccess
                ? new BroadcastOutcome(instance.InstanceId, answer.Read(AdminJson.Default.BroadcastAnswer)?.Connections ?? 0, Fault: null)
                : new BroadcastOutcome(instance.InstanceId, 0, answer.Describe());
        }));
        var missed = string.Join(", ", outcomes.Where(o => o.Fault is not null).Select(o => $"{o.InstanceId}: {o.Fault}"));
        var fault = outcomes.Length == 0 ? "No game server answers." : missed.Length > 0 ? missed : null;
        await audit.AddAsync(http, "announce", $"{outcomes.Count(o => o.Fault is null)} of {outcomes.Length} instances", fault, text);
        return outcomes.Any(o => o.Fault is null) ? TypedResults.Ok(new AnnounceReply(outcomes.Sum(o => o.Connections), outcomes)) : Refusals.NoInstance();
    }

    private static async Task<IResult> AskAsync<T>(
        HttpContext http, string id, string action, string path, T body, JsonTypeInfo<T> type, Sampler sampler, PlatformClient platform, AuditLog audit)
    {
        if (sampler.Last.Instances.FirstOrDefault(i => i.InstanceId == id) is not { } row)
            return Refusals.Of(StatusCodes.Status404NotFound, "instance_not_found", $"There is no instance '{id}'.");
        var instance = new ListedInstance(row.InstanceId, row.Address, row.Port);
        var answer = await platform.PostAsync(instance.At(path), body, type, Timeout, http.RequestAborted);
        await audit.AddAsync(http, action, id, answer.IsSuccess ? null : answer.Describe());
        sampler.LookNow();
        return answer.IsSuccess && answer.Read(AdminJson.Default.DrainAnswer) is { } reply
            ? TypedResults.Json(reply, AdminJson.Default.DrainAnswer, statusCode: answer.Status)
            : Refusals.Of(answer.Status < 400 ? StatusCodes.Status503ServiceUnavailable : answer.Status, answer.Status == 409 ? "too_late" : "unavailable", answer.Describe());
    }
}
