using Baize.Loadtest.Accounting;
using CsCheck;

namespace Baize.Tests.Cli.Loadtest;

public sealed class ReceiptsTests
{
    private const int Messages = 40;
    private const int Members = 3;

    [Fact]
    public void Take_AllInOrder_FindsNoFault() => AssertCounts(Enumerable.Range(0, Messages), received: Messages, doubled: 0, outOfOrder: 0);

    [Fact]
    public void Take_OneMissing_IsOneShort() => AssertCounts(Enumerable.Range(0, Messages).Where(n => n != 17), received: Messages - 1, doubled: 0, outOfOrder: 0);

    [Fact]
    public void Take_OneTwice_IsOneDoubled() => AssertCounts([0, 1, 2, 1, 3], received: 4, doubled: 1, outOfOrder: 0);

    [Fact]
    public void Take_SendersOvertakeEachOther_IsNoFault() => AssertCounts([1, 0, 2, 5, 4, 3], received: 6, doubled: 0, outOfOrder: 0);

    [Fact]
    public void Take_AfterALaterOneOfTheSameSender_IsOutOfOrder() => AssertCounts([3, 0], received: 2, doubled: 0, outOfOrder: 1);

    [Fact]
    public void Take_LongAfterALaterOneOfTheSameSender_IsOutOfOrder() => AssertCounts([9, 1, 2, 0], received: 4, doubled: 0, outOfOrder: 1);

    [Theory]
    [InlineData(-1)]
    [InlineData(Messages)]
    public void Take_WhatWasNeverSent_IsNotCounted(int number) => AssertCounts([number], received: 0, doubled: 0, outOfOrder: 0);

    [Fact]
    public void Take_AnySequence_CountsAsTheDefinitionDoes() => Gen.Int[0, Messages - 1].Array[0, 80].Sample(numbers =>
    {
        var first = numbers.Distinct().ToList();
        var late = first.Where((number, i) => first.Take(i).Any(earlier => earlier > number && earlier % Members == number % Members));
        AssertCounts(numbers, first.Count, numbers.Length - first.Count, late.Count());
    });

    private static void AssertCounts(IEnumerable<int> numbers, int received, int doubled, int outOfOrder)
    {
        var receipts = new Receipts(Messages, Members);
        foreach (var number in numbers)
            receipts.Take(number);
        Assert.Equal((received, doubled, outOfOrder), (receipts.Received, receipts.Doubled, receipts.OutOfOrder));
    }
}
