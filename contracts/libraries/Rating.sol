// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Rating
/// @notice Averages of fixed-point values with different decimals, as ERC-8004's reference takes them, but never truncated.
library Rating {
    /// @notice Most decimals that a value can have.
    uint8 internal constant MAX_DECIMALS = 18;

    /// @notice Values added so far.
    /// @param total Their sum with 18 decimals.
    /// @param count How many there are.
    /// @param countOf How many there are with 0 to 18 decimals.
    struct Sum {
        int256 total;
        uint64 count;
        uint64[19] countOf;
    }

    /// @notice Adds a value.
    /// @param value At most 1e38 from zero.
    /// @param decimals At most `MAX_DECIMALS`.
    function add(Sum memory self, int128 value, uint8 decimals) internal pure {
        self.total += normalize(value, decimals);
        ++self.count;
        ++self.countOf[decimals];
    }

    /// @notice The average with the commonest number of decimals, the smallest of equals, or with as many as an int128 can hold of
    /// them; rounded towards zero.
    /// @return count How many values there are; with none the rest is 0.
    function average(Sum memory self) internal pure returns (uint64 count, int128 value, uint8 decimals) {
        if (self.count == 0) return (0, 0, 0);
        for (uint8 i = 1; i <= MAX_DECIMALS; ++i) {
            if (self.countOf[i] > self.countOf[decimals]) decimals = i;
        }
        int256 mean = self.total / int256(uint256(self.count));
        int256 rounded = mean / _unit(MAX_DECIMALS - decimals);
        while (rounded > type(int128).max || rounded < type(int128).min) {
            --decimals;
            rounded = mean / _unit(MAX_DECIMALS - decimals);
        }
        return (self.count, int128(rounded), decimals);
    }

    /// @notice The value with 18 decimals.
    function normalize(int128 value, uint8 decimals) internal pure returns (int256) {
        return value * _unit(MAX_DECIMALS - decimals);
    }

    function _unit(uint8 exponent) private pure returns (int256) {
        return int256(10 ** uint256(exponent));
    }
}
