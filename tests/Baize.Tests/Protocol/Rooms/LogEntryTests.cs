using System.Text;
using Baize.Protocol.Rooms;
using CsCheck;

namespace Baize.Tests.Protocol.Rooms;

public sealed class LogEntryTests
{
    [Fact]
    public void FrameFor_SharedFrame_IsTheEntryItself()
    {
        ReadOnlyMemory<byte> entry = """{"type":"message"}"""u8.ToArray();

        Assert.True(LogEntry.IsShared(entry.Span));
        Assert.True(entry.Equals(LogEntry.FrameFor(entry, 5))); // the same memory: nothing was copied
    }

    [Fact]
    public void FrameFor_Views_AreEachUsersOwn()
    {
        var entry = Views((0, "{public}"), (7, "{seven}"), (8, "{eight}"));

        Assert.False(LogEntry.IsShared(entry));
        Assert.Equal(("{seven}", "{eight}", "{public}"), (FrameFor(entry, 7), FrameFor(entry, 8), FrameFor(entry, 9)));
    }

    [Fact]
    public void FrameFor_NoViewForOthers_ShowsThemNothing()
    {
        Assert.Equal("", FrameFor(Views((7, "{seven}")), 8));
        Assert.Equal("", FrameFor(Views(), 8));
    }

    [Fact]
    public void FrameFor_AnyViews_GivesBackWhatWasPutIn() =>
        Gen.Dictionary(Gen.Long, Gen.Byte.Array[0, 50])[0, 8].Sample(views =>
        {
            var entry = LogEntry.OfViews(views);
            return views.All(v => LogEntry.FrameFor(entry, v.Key).Span.SequenceEqual(v.Value))
                && LogEntry.FrameFor(entry, long.MinValue).Span.SequenceEqual(views.GetValueOrDefault(long.MinValue, views.GetValueOrDefault(0, [])));
        });

    [Fact]
    public void FrameFor_CutOffEntry_Throws()
    {
        var entry = Views((7, "{seven}"), (8, "{eight}"));
        for (var length = 0; length < entry.Length; length++)
        {
            var cut = entry[..length];
            if (length is 1 or 20) // ends between two views: nothing tells
                continue;
            Assert.Throws<FormatException>(() => FrameFor(cut, 9));
        }
    }

    [Fact]
    public void FrameFor_AnyBytes_GivesAFrameOrAFormatException() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool, Gen.Long[0, 3]).Sample((bytes, isViews, user) =>
        {
            byte[] entry = isViews ? [(byte)'V', .. bytes] : bytes;
            try
            {
                return LogEntry.FrameFor(entry, user).Length <= entry.Length;
            }
            catch (FormatException)
            {
                return true;
            }
        });

    private static byte[] Views(params (long User, string Frame)[] views) =>
        LogEntry.OfViews(views.ToDictionary(v => v.User, v => Encoding.UTF8.GetBytes(v.Frame)));

    private static string FrameFor(byte[] entry, long user) => Encoding.UTF8.GetString(LogEntry.FrameFor(entry, user).Span);
}
