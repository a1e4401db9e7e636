// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Pages
/// @notice Pages of long lists.
library Pages {
    /// @notice Returns a page of a list of addresses. It is empty beyond the end of the list.
    /// @param list The list.
    /// @param offset Number of elements to skip.
    /// @param limit Maximum number of elements to return.
    /// @return part The page.
    function page(address[] storage list, uint256 offset, uint256 limit) internal view returns (address[] memory part) {
        part = new address[](_length(list.length, offset, limit));
        for (uint256 i = 0; i < part.length; ++i) part[i] = list[offset + i];
    }

    /// @notice Returns a page of a list of hashes. It is empty beyond the end of the list.
    /// @param list The list.
    /// @param offset Number of elements to skip.
    /// @param limit Maximum number of elements to return.
    /// @return part The page.
    function page(bytes32[] storage list, uint256 offset, uint256 limit) internal view returns (bytes32[] memory part) {
        part = new bytes32[](_length(list.length, offset, limit));
        for (uint256 i = 0; i < part.length; ++i) part[i] = list[offset + i];
    }

    function _length(uint256 all, uint256 offset, uint256 limit) private pure returns (uint256) {
        return Math.min(Math.saturatingSub(all, offset), limit);
    }
}
