using System.Text;
using Baize.GameServer.Edge;

namespace Baize.Tests.GameServer.Edge;

public sealed class ResumePositionTests
{
    [Theory]
    [InlineData("", null, 0, false)]
    [InlineData("null", null, 0, false)]
    [InlineData("{}", null, 0, false)]
    [InlineData("""{"log":"a-1","seq":7}""", "a-1", 7, false)]
    [InlineData("""{"spectate":true,"unknown":[1]}""", null, 0, true)]
    public void Parse_WhatAJoinMaySay_IsRead(string data, string? log, long seq, bool spectates)
    {
        Assert.Null(ResumePosition.Parse(Encoding.UTF8.GetBytes(data), out var position));
        Assert.Equal(new ResumePosition(log, seq, spectates, RoomId: null), position);
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("7", "object")]
    [InlineData("""{"log":7}""", "data.log")]
    [InlineData("""{"seq":"7"}""", "data.seq")]
    [InlineData("""{"seq":-1}""", "data.seq")]
    [InlineData("""{"seq":1.5}""", "data.seq")]
    [InlineData("""{"seq":99999999999999999999}""", "data.seq")]
    [InlineData("""{"spectate":1}""", "data.spectate")]
    [InlineData("""{"room_id":"a b"}""", "data.room_id")]
    public void Parse_WrongTypes_NamesTheField(string data, string named) =>
        Assert.Contains(named, ResumePosition.Parse(Encoding.UTF8.GetBytes(data), out _), StringComparison.Ordinal);
}
