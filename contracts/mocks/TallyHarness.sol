// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Tally, MAX_TALLY_VOTES} from "../types/Tally.sol";

/// @notice Exposes the functions of `Tally` to tests.
contract TallyHarness {
    uint256 public constant MAX_VOTES = MAX_TALLY_VOTES;

    function add(uint256 tally, uint8 support, uint256 weight) external pure returns (uint256) {
        return Tally.unwrap(Tally.wrap(tally).add(support, weight));
    }

    function votesOf(uint256 tally, uint8 support) external pure returns (uint256) {
        return Tally.wrap(tally).votesOf(support);
    }

    function hasQuorum(uint256 tally) external pure returns (bool) {
        return Tally.wrap(tally).hasQuorum();
    }

    function isExtended(uint256 tally) external pure returns (bool) {
        return Tally.wrap(tally).isExtended();
    }

    function withQuorum(uint256 tally, bool extended) external pure returns (uint256) {
        return Tally.unwrap(Tally.wrap(tally).withQuorum(extended));
    }
}
