using Baize.Cluster.Rooms;
using CsCheck;

namespace Baize.Tests.Cluster.Rooms;

public sealed class RoomCursorTests
{
    private static readonly Gen<RoomCursor> Cursor =
        Gen.Select(Gen.Long[0, 5], Gen.Char["abAB_-9"].Array[1, 3]).Select((at, id) => new RoomCursor(at, new string(id)));

    [Fact]
    public void Parse_WhatWasWritten_IsTheSamePlace() =>
        Gen.Select(Gen.Long[0, 1L << 53], Gen.Char.AlphaNumeric.Array[1, 64]).Sample((at, id) =>
        {
            var cursor = new RoomCursor(at, new string(id));
            return RoomCursor.Parse(cursor.ToString()) == cursor;
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Parse_None_IsTheStart(string? text) => Assert.Equal(RoomCursor.Start, RoomCursor.Parse(text));

    [Fact]
    public void Parse_AnyText_GivesACursorOrAFormatException() =>
        Gen.String.Sample(text =>
        {
            try
            {
                RoomCursor.Parse(text);
            }
            catch (FormatException ex)
            {
                return ex.Message.Contains("next_cursor", StringComparison.Ordinal);
            }
            return true;
        });

    [Fact]
    public void IsAfter_AnyTwo_IsTheOrderOfTheListing() =>
        Gen.Select(Cursor, Cursor).Sample((a, b) =>
            a == b ? !a.IsAfter(b) : a.IsAfter(b) != b.IsAfter(a)
                && a.IsAfter(b) == (a.CreatedAt < b.CreatedAt || (a.CreatedAt == b.CreatedAt && string.CompareOrdinal(a.RoomId, b.RoomId) < 0)));

    [Fact]
    public void IsAfter_TheStart_AnyRoomIs() => Cursor.Sample(cursor => cursor.IsAfter(RoomCursor.Start) && !RoomCursor.Start.IsAfter(cursor));
}
