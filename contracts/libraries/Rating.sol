// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Rating
/// @notice Averages of fixed-point values with different decimals, as in the ERC-8004 reference implementation, but
/// never truncated.
library Rating {
    /// @notice Maximum decimals of a value.
    uint8 internal constant MAX_DECIMALS = 18;

    /// @notice Sum of the values added so far.
    /// @param total Sum with 18 decimals.
    /// @param count Number of values.
    /// @param countOf Number of values with each number of decimals from 0 to 18.
    struct Sum {
        int256 total;
        uint64 count;
        uint64[19] countOf;
    }

    /// @notice Adds a value.
    /// @param self The sum.
    /// @param value Value between -1e38 and 1e38.
    /// @param decimals Decimals of the value, at most `MAX_DECIMALS`.
    function add(Sum memory self, int128 value, uint8 decimals) internal pure {
        self.total += normalize(value, decimals);
        ++self.count;
        ++self.countOf[decimals];
    }

    /// @notice Returns the average of the values, rounded toward zero.
    /// @param self The sum.
    /// @return count Number of values. If it is 0, so are the average and its decimals.
    /// @return value The average.
    /// @return decimals Decimals of the average: the most common number of decimals, the smallest one if several are
    /// equally common, or fewer if the average would not fit into an int128.
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

    /// @notice Converts a value to 18 decimals.
    /// @param value The value.
    /// @param decimals Decimals of the value, at most `MAX_DECIMALS`.
    /// @return The value with 18 decimals.
    function normalize(int128 value, uint8 decimals) internal pure returns (int256) {
        return value * _unit(MAX_DECIMALS - decimals);
    }

    function _unit(uint8 exponent) private pure returns (int256) {
        return int256(10 ** uint256(exponent));
    }
}
