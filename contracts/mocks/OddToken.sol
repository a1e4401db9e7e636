// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token with one of the quirks found in deployed tokens. Anyone can mint.
contract OddToken is ERC20 {
    enum Oddity {
        None,
        ReturnsFalse,
        ReturnsNothing,
        TakesFee,
        DebitsDouble,
        Reverts,
        Rebases
    }

    error OddTokenRefused(address to, uint256 amount);

    Oddity public immutable oddity;

    /// @notice Whether the next transfer of `Rebases` raises the sender's balance by half of the amount, or lowers it.
    bool public raisesNext;

    constructor(Oddity oddity_) ERC20("Odd", "ODD") {
        oddity = oddity_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Changes a balance without a transfer.
    function rebase(address account, uint256 balance) external {
        uint256 before = balanceOf(account);
        if (balance > before) _mint(account, balance - before);
        else _burn(account, before - balance);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (oddity == Oddity.ReturnsFalse) return false;
        if (oddity == Oddity.Reverts) revert OddTokenRefused(to, amount);
        super.transfer(to, amount);
        if (oddity == Oddity.TakesFee) _burn(to, amount / 10);
        if (oddity == Oddity.DebitsDouble) _burn(msg.sender, amount);
        if (oddity == Oddity.Rebases) {
            if (raisesNext) _mint(msg.sender, amount / 2);
            else _burn(msg.sender, amount / 2);
            // solhint-disable-next-line reentrancy
            raisesNext = !raisesNext;
        }
        if (oddity == Oddity.ReturnsNothing) {
            // solhint-disable-next-line no-inline-assembly
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }

    /// @dev Like ERC-1363, but without calling the recipient.
    function transferAndCall(address to, uint256 amount, bytes calldata) external returns (bool) {
        return transfer(to, amount);
    }
}
