using System.Text.Json;
using Baize.Protocol.Frames;

namespace Baize.Client.Requests;

/// <summary>Something asked of a room that is not answered yet. It keeps its id and its place however often it is sent. Guarded by the session's lock.</summary>
internal sealed class Request(string id, string type, string roomId, byte[] frame, TimeSpan deadline)
{
    private readonly TaskCompletionSource<JsonElement> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public string Type => type;

    public string RoomId => roomId;

    public byte[] Frame => frame;

    public TimeSpan Deadline => deadline;

    /// <summary>The <c>data</c> of its answer.</summary>
    public Task<JsonElement> Answer => _answer.Task;

    /// <summary>Signals bear no promise: sent twice they would be seen twice. All else is safe to send again with its id.</summary>
    public bool IsRepeatable => type != FrameTypes.Signal;

    /// <summary>Whether it is written to the present connection and not answered.</summary>
    public bool IsSent { get; set; }

    /// <summary>Not to be sent before.</summary>
    public TimeSpan RetryAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>What the server last said against it.</summary>
    public BaizeException? LastError { get; set; }

    public void Succeed(JsonElement data) => _answer.TrySetResult(data);

    public void Fail(BaizeException error) => _answer.TrySetException(error.Again());

    public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);

    /// <summary>What something failed of when its deadline came.</summary>
    public static BaizeException Overdue(string what, BaizeException? lastError) =>
        lastError ?? new BaizeException(ClientErrorCodes.Timeout, $"{what} was not answered in time; it may or may not have taken effect.", isRetryable: true);
}
