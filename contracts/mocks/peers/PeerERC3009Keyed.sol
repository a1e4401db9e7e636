// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @notice OpenZeppelin's token with transfers by signature and keyed nonces, which are sequential per key.
contract PeerERC3009Keyed is ERC20TransferAuthorization {
    constructor(address holder, uint256 supply) ERC20("ServiceCoin", "SCV") EIP712("ServiceCoin", "1") {
        _mint(holder, supply);
    }
}
