using System.Globalization;
using Baize.Admin.Overview;
using Baize.Admin.Platform;

namespace Baize.Admin.Rooms;

/// <summary>One room, as it is now: its record from any instance, its connected members from each.</summary>
internal sealed class RoomLookup(Sampler sampler, PlatformClient platform)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2.5); // the store's own is 2 s

    /// <summary>The room, or the refusal to give.</summary>
    public async Task<IResult> GetAsync(string roomId, int events, CancellationToken cancellationToken)
    {
        var living = sampler.Living;
        var members = living.Select(i => MembersAsync(i, roomId, cancellationToken)).ToList();
        var path = string.Create(CultureInfo.InvariantCulture, $"/internal/rooms/{roomId}/record?events={events}");
        var answer = await AskAnyAsync(living, i => platform.GetAsync(i.At(path), Timeout, cancellationToken));
        var at = await Task.WhenAll(members);
        if (answer is null)
            return Refusals.NoInstance();
        return answer.IsSuccess && answer.Read(AdminJson.Default.RoomRecordBody) is { } record
            ? TypedResults.Ok(new RoomReply(record, [.. at.Where(m => m.Fault is not null || m.Members.Count > 0)]))
            : Refusals.Of(answer.Status == 0 ? StatusCodes.Status503ServiceUnavailable : answer.Status, answer.Status == 404 ? "room_not_found" : "unavailable", answer.Describe());
    }

    /// <summary>Asks instances in turn until one answers for the platform: a 404 is an answer, a 503 is that one's own.</summary>
    /// <returns>The last answer; null where there is nobody to ask.</returns>
    public static async Task<PlatformAnswer?> AskAnyAsync(IReadOnlyList<ListedInstance> instances, Func<ListedInstance, Task<PlatformAnswer>> ask)
    {
        PlatformAnswer? answer = null;
        foreach (var instance in instances)
        {
            answer = await ask(instance);
            if (answer.Status is > 0 and < 500)
                break;
        }
        return answer;
    }

    private async Task<MembersAt> MembersAsync(ListedInstance instance, string roomId, CancellationToken cancellationToken)
    {
        var answer = await platform.GetAsync(instance.At($"/internal/rooms/{roomId}/connections"), Timeout, cancellationToken);
        return answer.IsSuccess && answer.Read(AdminJson.Default.ConnectionsBody) is { Members: { } members }
            ? new MembersAt(instance.InstanceId, members, Fault: null)
            : new MembersAt(instance.InstanceId, [], answer.Describe());
    }
}
