// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @notice OpenZeppelin's ERC-20 token with permit.
contract PeerERC20 is ERC20Permit {
    constructor(address holder, uint256 supply) ERC20("ServiceCoin", "SCV") ERC20Permit("ServiceCoin") {
        _mint(holder, supply);
    }
}
