// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "solady/src/tokens/ERC20.sol";

/// @notice Solady's token, with permit.
contract PeerSoladyERC20 is ERC20 {
    constructor(address holder, uint256 supply) {
        _mint(holder, supply);
    }

    function name() public pure override returns (string memory) {
        return "ServiceCoin";
    }

    function symbol() public pure override returns (string memory) {
        return "SCV";
    }
}
