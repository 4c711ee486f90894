using System.Text.RegularExpressions;
using Baize.Protocol.Rooms;
using CsCheck;

namespace Baize.Tests.Protocol.Rooms;

public sealed partial class RoomIdTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Room_1-x", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("é", false)]
    [InlineData("１", false)]
    [InlineData("a/b", false)]
    [InlineData("a:b", false)]
    [InlineData("{a}", false)]
    [InlineData("a\0", false)]
    public void IsValid_Form_IsAsDocumented(string id, bool expected) => Assert.Equal(expected, RoomId.IsValid(id));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void IsValid_Length_IsAtMost64(int length, bool expected) => Assert.Equal(expected, RoomId.IsValid(new string('x', length)));

    [Fact]
    public void IsValid_AnyText_IsWhatTheProtocolsPatternSays() =>
        Gen.OneOf(Gen.String, Gen.Char.AlphaNumeric.Array[0, 70].Select(c => new string(c))).Sample(id => RoomId.IsValid(id) == Pattern().IsMatch(id));

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    [InlineData(9007199254740991, true)]
    [InlineData(9007199254740992, false)]
    public void UserId_Range_IsWhatAJavaScriptNumberHolds(long id, bool expected) => Assert.Equal(expected, UserId.IsValid(id));

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Pattern();
}
