// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Wrapped ether that burns 1 % of each transfer.
contract FeeWeth is ERC20("Wrapped ether with a fee", "FEE") {
    function deposit() external payable {
        _mint(msg.sender, msg.value);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(0), value / 100);
    }
}
