using Baize.Admin.Auth;
using Baize.Hosting.Auth;

namespace Baize.Tests.Admin;

/// <summary><c>bin/admin hash-password</c> and what it makes.</summary>
public sealed class PasswordTests
{
    [Fact]
    public void Run_APassword_PrintsAHashOfIt()
    {
        using var output = new StringWriter();

        Assert.Equal(0, PasswordCommand.Run([], new StringReader("correct horse battery\n"), output, TextWriter.Null));

        var hash = output.ToString().Trim();
        Assert.True(AdminPassword.IsHash(hash));
        Assert.True(AdminPassword.Verify(hash, "correct horse battery"));
        Assert.False(AdminPassword.Verify(hash, "correct horse batterY"));
    }

    [Theory]
    [InlineData("short", "has 5 characters; allowed: 12 or more")]
    [InlineData("", "has 0 characters")]
    public void Run_TooShort_SaysWhatIsAllowed(string password, string expected)
    {
        using var errors = new StringWriter();

        Assert.Equal(2, PasswordCommand.Run([], new StringReader(password), TextWriter.Null, errors));

        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("aHVudGVyMg==")]
    public void IsHash_SomethingElse_IsFalse(string text) => Assert.False(AdminPassword.IsHash(text));
}
