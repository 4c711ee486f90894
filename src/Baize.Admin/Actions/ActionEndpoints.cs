namespace Baize.Admin.Actions;

/// <summary>What an operator does. Each is noted in the audit list, whether it came off or not.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/instances/{id}/drain", InstanceActions.DrainAsync);
        api.MapPost("/instances/{id}/undrain", InstanceActions.UndrainAsync);
        api.MapPost("/announce", InstanceActions.AnnounceAsync);
        api.MapPost("/rooms/{id}/close", RoomActions.CloseAsync);
        api.MapPost("/rooms/{id}/kick", RoomActions.KickAsync);
    }
}
