using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baize.Protocol.Frames;

namespace Baize.Rooms.Runtime;

/// <summary>The JSON of games' own types: snake_case, enumerations as words.</summary>
internal static class GameJson
{
    // By the game's type: options hold all metadata, and a room must not pay for that.
    private static readonly ConcurrentDictionary<Type, JsonSerializerOptions> Options = new();

    public static byte[] ToBytes(Game game, object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), OptionsOf(game));

    public static JsonElement ToElement(Game game, object value) => JsonSerializer.SerializeToElement(value, value.GetType(), OptionsOf(game));

    /// <exception cref="JsonException">It is not one.</exception>
    public static T Read<T>(Game game, ReadOnlySpan<byte> json)
        where T : class => JsonSerializer.Deserialize<T>(json, OptionsOf(game)) ?? throw new JsonException($"null is no {typeof(T)}.");

    /// <summary>Reads an action's data.</summary>
    /// <returns>The refusal; null where it was read.</returns>
    public static Refusal? TryRead(Game game, string action, Type type, ReadOnlySpan<byte> data, out object? move)
    {
        move = null;
        try
        {
            move = JsonSerializer.Deserialize(data, type, OptionsOf(game));
            return null;
        }
        catch (JsonException ex)
        {
            var where = ex.Path is null or "$" ? "" : $" at {ex.Path}";
            return new Refusal(ErrorCodes.BadFrame, $"The data of action '{action}' is not what it takes{where}. It takes: {Shape(game, type)}.");
        }
    }

    /// <summary>Reads options; absent ones are the defaults.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public static string? TryRead<TOptions>(Game game, JsonElement? options, out TOptions? read)
        where TOptions : class, new()
    {
        read = null;
        try
        {
            read = IsAbsent(options) ? new TOptions() : options!.Value.Deserialize<TOptions>(OptionsOf(game)) ?? new TOptions();
            return null;
        }
        catch (JsonException ex)
        {
            var option = ex.Path is { Length: > 2 } path ? path[2..] : "";
            var value = option.Length > 0 && options!.Value.TryGetProperty(option, out var given) ? given.GetRawText() : options!.Value.GetRawText();
            return $"option {option} is {value}, which is not allowed there.";
        }
    }

    /// <summary>Checks that options are an object, that each is known, and of the default's type.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public static string? CheckShape(Game game, JsonElement? options, JsonElement defaults)
    {
        if (IsAbsent(options))
            return null;
        if (options!.Value.ValueKind != JsonValueKind.Object)
            return $"options must be an object, as {defaults.GetRawText()}.";
        try
        {
            return CheckEach(game, options.Value, defaults);
        }
        catch (InvalidOperationException) // half a surrogate pair
        {
            return "options have a name that is no valid text.";
        }
    }

    private static string? CheckEach(Game game, JsonElement options, JsonElement defaults)
    {
        foreach (var option in options.EnumerateObject())
        {
            if (!defaults.TryGetProperty(option.Name, out var known))
                return $"{game.Name} has no option '{option.Name}'. Allowed: {Names(defaults)}.";
            if (known.ValueKind != JsonValueKind.Null && Kind(known) != Kind(option.Value))
                return $"option {option.Name} is {option.Value.GetRawText()}; it must be {Kind(known)}.";
        }
        return null;
    }

    private static bool IsAbsent(JsonElement? options) => options is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };

    private static string Names(JsonElement defaults) =>
        string.Join(", ", defaults.EnumerateObject().Select(p => p.Name).DefaultIfEmpty("none"));

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a string",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static string Shape(Game game, Type type) =>
        string.Join(", ", OptionsOf(game).GetTypeInfo(type).Properties.Select(p => $"{p.Name} ({p.PropertyType.Name})"));

    private static JsonSerializerOptions OptionsOf(Game game)
    {
        return Options.TryGetValue(game.GetType(), out var known) ? known : Options.GetOrAdd(game.GetType(), Make(game));

        static JsonSerializerOptions Make(Game game)
        {
            var options = new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
                DictionaryKeyPolicy = null, // keys are data
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                RespectRequiredConstructorParameters = true,
                RespectNullableAnnotations = true,
                IncludeFields = true,
                TypeInfoResolver = game.Json,
            };
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
            options.MakeReadOnly();
            return options;
        }
    }
}
