using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace Baize.Bench.SignalR;

/// <summary>Rooms as groups: a message goes to all members, the sender too, whichever server they are on.</summary>
internal sealed class RoomHub : Hub
{
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Send(string room, JsonElement data) => Clients.Group(room).SendAsync("Receive", data);
}
