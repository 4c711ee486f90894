using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Baize.Admin.Platform;

/// <summary>What a process of the platform answered.</summary>
/// <param name="Status">HTTP's; 0 where there was no answer.</param>
/// <param name="Body">As it came.</param>
/// <param name="Fault">Why there was none, for people; null where there was.</param>
internal sealed record PlatformAnswer(int Status, byte[] Body, string? Fault)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public static PlatformAnswer None(string fault) => new(0, [], fault);

    /// <summary>The body; null where it is something else.</summary>
    public T? Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with it, for people: no answer, or what its problem details say.</summary>
    public string Describe() => Fault ?? (Read(AdminJson.Default.ProblemBody) is { Detail.Length: > 0 } problem ? problem.Detail : $"It answers {Status}.");
}
