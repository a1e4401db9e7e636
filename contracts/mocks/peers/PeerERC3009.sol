// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @notice OpenZeppelin's token with transfers by signature and one storage word per nonce.
contract PeerERC3009 is ERC3009 {
    constructor(address holder, uint256 supply) ERC20("ServiceCoin", "SCV") EIP712("ServiceCoin", "1") {
        _mint(holder, supply);
    }
}
