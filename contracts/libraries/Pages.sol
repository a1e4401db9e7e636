// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Pages
/// @notice Parts of long lists.
library Pages {
    /// @notice At most `limit` elements from number `offset` on; none beyond the end.
    function page(address[] storage list, uint256 offset, uint256 limit) internal view returns (address[] memory part) {
        part = new address[](_length(list.length, offset, limit));
        for (uint256 i = 0; i < part.length; ++i) part[i] = list[offset + i];
    }

    /// @notice The same for hashes.
    function page(bytes32[] storage list, uint256 offset, uint256 limit) internal view returns (bytes32[] memory part) {
        part = new bytes32[](_length(list.length, offset, limit));
        for (uint256 i = 0; i < part.length; ++i) part[i] = list[offset + i];
    }

    function _length(uint256 all, uint256 offset, uint256 limit) private pure returns (uint256) {
        return Math.min(Math.saturatingSub(all, offset), limit);
    }
}
