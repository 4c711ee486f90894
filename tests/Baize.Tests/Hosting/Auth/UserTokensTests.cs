using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Baize.Hosting.Auth;
using Baize.Hosting.Options;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Baize.Tests.Hosting.Auth;

public sealed class UserTokensTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"; // long enough for HS512, which must be refused all the same
    private const string Hs256 = """{"alg":"HS256","typ":"JWT"}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly UserTokens _tokens;

    public UserTokensTests() => _tokens = Tokens(Secret);

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData(1, "ann")]
    [InlineData(9_007_199_254_740_991, "名字 🀄")]
    public void Validate_IssuedToken_GivesTheUser(long userId, string name)
    {
        var user = new UserIdentity(userId, name);
        Assert.Equal(user, Validate(_tokens.Issue(user, _time.GetUtcNow().AddHours(1))));
    }

    [Theory]
    [InlineData(-3600, true)]
    [InlineData(0, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    [InlineData(3600, false)]
    public void Validate_AtSecondsAfterExpiry_HoldsToTheClockHandedIn(int after, bool isValid)
    {
        var token = _tokens.Issue(new UserIdentity(7, "ann"), _time.GetUtcNow().AddSeconds(4000));
        _time.Advance(TimeSpan.FromSeconds(4000 + after));
        Assert.Equal(isValid, Validate(token) is not null);
    }

    [Fact]
    public void Validate_NotYetValid_IsNull()
    {
        Assert.Null(Validate(Token($$"""{"sub":"7","exp":{{Now + 100}},"nbf":{{Now + 10}}}""")));
        Assert.NotNull(Validate(Token($$"""{"sub":"7","exp":{{Now + 100}},"nbf":{{Now + 3}}}""")));
    }

    [Theory]
    [InlineData("7", 7L)]
    [InlineData("\"7\"", 7L)]
    [InlineData("9007199254740991", 9_007_199_254_740_991L)]
    [InlineData("\"9007199254740991\"", 9_007_199_254_740_991)]
    [InlineData("9007199254740992", null)]
    [InlineData("\"9007199254740992\"", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("0", null)]
    [InlineData("-7", null)]
    [InlineData("7.5", null)]
    [InlineData("\"007\"", null)]
    [InlineData("\"+7\"", null)]
    [InlineData("\" 7\"", null)]
    [InlineData("\"７\"", null)]
    [InlineData("\"0x7\"", null)]
    [InlineData("\"ann\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[7]", null)]
    [InlineData("[\"7\",\"8\"]", null)]
    [InlineData("{\"id\":7}", null)]
    public void Validate_Subject_MustBeAnIntegerInRange(string subject, long? userId) =>
        Assert.Equal(userId, Validate(Token($$"""{"sub":{{subject}},"exp":{{Now + 60}}}"""))?.UserId);

    [Theory]
    [InlineData("""{"exp":EXP}""")]
    [InlineData("""{"sub":"7"}""")]
    [InlineData("""{"sub":"7","exp":"soon"}""")]
    [InlineData("""{"sub":"7","exp":null}""")]
    [InlineData("""{"sub":"7","exp":-1}""")]
    [InlineData("""{"sub":"7","exp":[EXP]}""")]
    [InlineData("""{"sub":"7","exp":1e400}""")]
    [InlineData("""["sub","7"]""")]
    [InlineData("")]
    [InlineData("null")]
    public void Validate_SignedButUnfit_IsNull(string payload) =>
        Assert.Null(Validate(Token(payload.Replace("EXP", $"{Now + 60}", StringComparison.Ordinal))));

    [Theory]
    [InlineData("\"name\":\"\",", "user-7")]
    [InlineData("\"name\":\"  \",", "user-7")]
    [InlineData("\"name\":5,", "user-7")]
    [InlineData("\"name\":null,", "user-7")]
    [InlineData("", "user-7")]
    [InlineData("\"name\":\" ann \",", "ann")]
    public void Validate_Name_FallsBackToTheId(string name, string expected) =>
        Assert.Equal(expected, Validate(Token($$"""{"sub":7,{{name}}"exp":{{Now + 60}}}"""))?.Name);

    [Fact]
    public void Validate_LongName_IsCutToWholeCharacters()
    {
        Assert.Equal(new string('a', 64), NameOf(new string('a', 200)));
        Assert.Equal(new string('a', 63), NameOf(new string('a', 63) + "🀄"));
        string? NameOf(string name) => Validate(_tokens.Issue(new UserIdentity(7, name), _time.GetUtcNow().AddHours(1)))?.Name;
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS384"}""")]
    [InlineData("""{"alg":"HS512"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    [InlineData("""{"alg":256}""")]
    public void Validate_OtherAlgorithm_IsNull(string header)
    {
        var payload = $$"""{"sub":"7","exp":{{Now + 60}}}""";
        Assert.Null(Validate(Token(payload, header)));
        Assert.Null(Validate($"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}."));
    }

    [Fact]
    public void Validate_Hs512SignedWithOurKey_IsNull()
    {
        var content = Content("""{"alg":"HS512"}""", $$"""{"sub":"7","exp":{{Now + 60}}}""");
        Assert.Null(Validate($"{content}.{Base64Url.EncodeToString(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(content)))}"));
    }

    [Fact]
    public void Validate_SignedWithAnotherKey_IsNull() =>
        Assert.Null(Validate(Tokens(new string('x', 32)).Issue(new UserIdentity(7, "ann"), _time.GetUtcNow().AddHours(1))));

    [Fact]
    public void Validate_AnyByteChanged_IsNull()
    {
        var token = _tokens.Issue(new UserIdentity(7, "ann"), _time.GetUtcNow().AddHours(1));
        for (var i = 0; i < token.Length - 1; i++) // the last letter carries bits that do not count
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.Null(Validate(new string(changed)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.e30")]
    [InlineData("null")]
    [InlineData("\0\0\0")]
    [InlineData("\ud800.\udc00.\ud800")]
    public void Validate_Garbage_IsNull(string? token) => Assert.Null(Validate(token));

    [Fact]
    public void Validate_AnyText_NeverThrows() => Gen.String.Sample(text =>
    {
        Assert.Null(Validate(text));
        Assert.Null(Validate(Token(text)));
        Assert.Null(Validate(Token("{}", text)));
    });

    [Fact]
    public void Validate_Huge_IsNullAndQuick()
    {
        string[] huge =
        [
            new string('a', 1_000_000),
            new string('.', 1_000_000),
            Token($$"""{"sub":"7","name":"{{new string('n', 1_000_000)}}","exp":{{Now + 60}}}"""),
            Token(new string('[', 5000) + new string(']', 5000)),
        ];
        Assert.Null(Validate("a.b.c")); // the first one loads the library
        var watch = Stopwatch.StartNew();
        Assert.All(huge, token => Assert.Null(Validate(token)));
        Assert.True(watch.ElapsedMilliseconds < 1000, $"It took {watch.ElapsedMilliseconds} ms."); // about 1 ms; hashing them would take 100
    }

    private UserIdentity? Validate(string? token)
    {
        var validation = _tokens.ValidateAsync(token);
        return validation.IsCompletedSuccessfully ? validation.Result : throw new InvalidOperationException("It suspended or failed.");
    }

    private UserTokens Tokens(string secret) =>
        new(Microsoft.Extensions.Options.Options.Create(new AuthOptions { JwtSecret = secret }), _time);

    private static string Token(string payload, string header = Hs256)
    {
        var content = Content(header, payload);
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(content)))}";
    }

    private static string Content(string header, string payload) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
}
