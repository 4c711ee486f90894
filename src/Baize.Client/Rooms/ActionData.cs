using System.Text.Json;

namespace Baize.Client.Rooms;

/// <summary>The data of an <c>action</c>: its name and its fields in one object.</summary>
internal static class ActionData
{
    /// <exception cref="ArgumentException">The data is not an object.</exception>
    public static Action<Utf8JsonWriter> Of(string name, object? data, JsonSerializerOptions options)
    {
        var fields = data is null ? default : JsonSerializer.SerializeToElement(data, data.GetType(), options);
        if (data is not null && fields.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"An action's data must be an object, not {fields.ValueKind}.", nameof(data));
        return writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            if (fields.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in fields.EnumerateObject())
                {
                    if (!field.NameEquals("name"u8))
                        field.WriteTo(writer);
                }
            }
            writer.WriteEndObject();
        };
    }
}
