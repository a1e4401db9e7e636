// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Rating} from "../../contracts/libraries/Rating.sol";
import {VM, bound} from "../fixtures/Vm.sol";

/// @notice Averages of random values, compared with a sum computed in another way.
contract RatingTest {
    using Rating for Rating.Sum;

    int256 private constant MAX_VALUE = 1e38;
    uint256 private constant MAX_VALUES = 24;

    struct Value {
        int128 value;
        uint8 decimals;
    }

    function testFuzz_normalizeMovesThePoint(int256 seed, uint8 decimals) external pure {
        Value memory one = Value(_clamp(seed), decimals % 19);
        int256 expected = one.value;
        for (uint256 i = one.decimals; i < 18; ++i) expected *= 10;
        VM.assertTrue(Rating.normalize(one.value, one.decimals) == expected, "normalize");
    }

    function testFuzz_theAverageIsTheMeanRoundedTowardsZero(uint256 seed, uint8 length) external pure {
        Value[] memory values = _values(seed, length);
        (uint64 count, int128 value, uint8 decimals) = _sum(values).average();
        VM.assertEq(count, values.length, "count");
        // No division here: value * count units differ from the sum by less than count units, toward zero.
        int256 unit = int256(uint256(count)) * _unit(decimals);
        int256 rounded = value * unit;
        int256 total = _total(values);
        VM.assertTrue(total >= 0 ? rounded >= 0 && rounded <= total : rounded <= 0 && rounded >= total, "towards zero");
        VM.assertTrue(_abs(total - rounded) < uint256(unit), "less than one off");
    }

    function testFuzz_theAverageLiesBetweenTheValues(uint256 seed, uint8 length) external pure {
        Value[] memory values = _values(seed, length);
        (, int128 value, uint8 decimals) = _sum(values).average();
        int256 least = type(int256).max;
        int256 most = type(int256).min;
        for (uint256 i = 0; i < values.length; ++i) {
            int256 normal = values[i].value * _unit(values[i].decimals);
            if (normal < least) least = normal;
            if (normal > most) most = normal;
        }
        VM.assertTrue(value >= least / _unit(decimals), "below all");
        VM.assertTrue(value <= most / _unit(decimals), "above all");
    }

    function testFuzz_theDecimalsAreTheCommonestThatFit(uint256 seed, uint8 length) external pure {
        Value[] memory values = _values(seed, length);
        (, , uint8 decimals) = _sum(values).average();
        uint8 commonest = _commonest(values);
        VM.assertLe(decimals, commonest, "more than the commonest");
        if (decimals == commonest) return;
        // With one more decimal the mean would not have fit.
        int256 next = _total(values) / (int256(values.length) * _unit(decimals + 1));
        VM.assertTrue(next > type(int128).max || next < type(int128).min, "fewer than fit");
    }

    function testFuzz_theOrderDoesNotMatter(uint256 seed, uint8 length) external pure {
        Value[] memory values = _values(seed, length);
        Rating.Sum memory reversed;
        for (uint256 i = values.length; i > 0; --i) reversed.add(values[i - 1].value, values[i - 1].decimals);
        (uint64 count, int128 value, uint8 decimals) = _sum(values).average();
        (uint64 otherCount, int128 otherValue, uint8 otherDecimals) = reversed.average();
        VM.assertEq(count, otherCount, "count");
        VM.assertTrue(value == otherValue, "value");
        VM.assertEq(decimals, otherDecimals, "decimals");
    }

    function testFuzz_theAverageOfEqualsIsTheirValue(int256 seed, uint8 decimals, uint8 length) external pure {
        Value memory one = Value(_clamp(seed), decimals % 19);
        Rating.Sum memory sum;
        uint256 times = bound(length, 1, MAX_VALUES);
        for (uint256 i = 0; i < times; ++i) sum.add(one.value, one.decimals);
        (uint64 count, int128 value, uint8 told) = sum.average();
        VM.assertEq(count, times, "count");
        VM.assertTrue(value == one.value, "value");
        VM.assertEq(told, one.decimals, "decimals");
    }

    function testFuzz_theAverageOfNegativesIsNegative(uint256 seed, uint8 length) external pure {
        Value[] memory values = _values(seed, length);
        (uint64 count, int128 value, uint8 decimals) = _sum(values).average();
        for (uint256 i = 0; i < values.length; ++i) values[i].value = -values[i].value;
        (uint64 otherCount, int128 otherValue, uint8 otherDecimals) = _sum(values).average();
        VM.assertEq(count, otherCount, "count");
        // Only -(2**127) has no positive counterpart: the positive side has one decimal less.
        if (value == type(int128).min || otherValue == type(int128).min) return;
        VM.assertTrue(value == -otherValue, "value");
        VM.assertEq(decimals, otherDecimals, "decimals");
    }

    function test_nothingHasNoAverage() external pure {
        Rating.Sum memory sum;
        (uint64 count, int128 value, uint8 decimals) = sum.average();
        VM.assertEq(count, 0, "count");
        VM.assertTrue(value == 0, "value");
        VM.assertEq(decimals, 0, "decimals");
    }

    // Random values

    /// @dev Returns at least one value. Half of the time they have few decimals, so that some repeat, and they are
    /// often as large as possible.
    function _values(uint256 seed, uint8 length) private pure returns (Value[] memory values) {
        values = new Value[](bound(length, 1, MAX_VALUES));
        for (uint256 i = 0; i < values.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            int128 value = _clamp(int256(random) >> (random % 5 == 0 ? 0 : 128 + ((random >> 8) % 128)));
            if (random % 7 == 0) value = int128(random % 2 == 0 ? MAX_VALUE : -MAX_VALUE);
            uint256 choices = seed % 2 == 0 ? 19 : 3;
            values[i] = Value(value, uint8(18 - ((random >> 16) % choices)));
        }
    }

    function _clamp(int256 seed) private pure returns (int128) {
        return int128(seed >= -MAX_VALUE && seed <= MAX_VALUE ? seed : seed % (MAX_VALUE + 1));
    }

    // Model

    function _sum(Value[] memory values) private pure returns (Rating.Sum memory sum) {
        for (uint256 i = 0; i < values.length; ++i) sum.add(values[i].value, values[i].decimals);
    }

    function _total(Value[] memory values) private pure returns (int256 total) {
        for (uint256 i = 0; i < values.length; ++i) total += values[i].value * _unit(values[i].decimals);
    }

    /// @dev Counts down from the most decimals, so that the last of equals is the smallest.
    function _commonest(Value[] memory values) private pure returns (uint8 commonest) {
        uint256 most;
        for (uint8 decimals = 19; decimals > 0; --decimals) {
            uint256 count;
            for (uint256 i = 0; i < values.length; ++i) {
                if (values[i].decimals == decimals - 1) ++count;
            }
            if (count >= most && count != 0) (most, commonest) = (count, decimals - 1);
        }
    }

    function _unit(uint8 decimals) private pure returns (int256 unit) {
        unit = 1;
        for (uint256 i = decimals; i < 18; ++i) unit *= 10;
    }

    function _abs(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
